import { expect, test } from 'vitest';
import { chartFacts, secretNames, serviceSchemas } from '../../deploy/helm/generate/chart-facts.ts';
import { charts, parts, render, services, valuesFiles } from './setup/helm.ts';
import { containerOf, environmentOf, find, has, podOf } from './setup/manifest.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test.each(charts)('a misspelt value of %s is refused, on every level', async (chart) => {
  const within = chart === 'livechat' ? 'gateway.' : '';
  const misspelt = [
    ['replicas', ''],
    ['global.livechat.setings', '/global/livechat'],
    ['global.livechat.settings.LOGLEVEL', '/global/livechat/settings'],
    ['global.livechat.ingress.hostname', '/global/livechat/ingress'],
    [`${within}networkPolicy.enable`, '/networkPolicy'],
    [`${within}podDisruptionBudget.minAvailable`, '/podDisruptionBudget'],
    [`${within}secretSettings.LOGLEVEL`, '/secretSettings'],
    [`${within}image.sha`, '/image'],
    [`${within}settings.LOG_LEVELS`, '/settings'],
  ] as const;
  const refused = render(chart, 'minimal', Object.fromEntries(misspelt.map(([name]) => [name, 'x'])));
  const said = await refused.then(
    () => '',
    (err: Error) => err.message,
  );
  for (const [name, at] of misspelt) {
    const last = name.split('.').at(-1);
    expect(said).toMatch(new RegExp(`at '${at}': additional properties [^\n]*'${last}'[^\n]* not allowed`));
  }
});

test.each(parts)('%s sets what its service reads, and nothing else', async (chart) => {
  const { settings, ofChart } = chartFacts(chart);
  for (const file of valuesFiles(chart)) {
    const manifests = await render(chart, file);
    const added = file === 'everything-on' ? ['TZ'] : [];
    for (const name of Object.keys(environmentOf(manifests, find(manifests, 'Deployment')))) {
      expect([...settings, ...ofChart, ...added]).toContain(name);
    }
  }
});

test.each(services)('%s has what it cannot start without, with no value at all', async (chart) => {
  const manifests = await render(chart);
  const environment = environmentOf(manifests, find(manifests, 'Deployment'));
  // What a Secret would hold.
  const examples: Record<string, string> = {
    AUTH_JWT_SECRET: 'x'.repeat(32),
    DATABASE_URL: 'postgres://p',
    NATS_PASSWORD: 'x',
    REDIS_URL: 'redis://r',
    INSTANCE: 'rel-x-5d8f7c9b4-abcde',
  };
  const read = serviceSchemas[chart].safeParse({ ...environment, ...examples });
  expect(read.error?.issues ?? []).toEqual([]);
  for (const name of Object.keys(examples)) {
    if (name in serviceSchemas[chart].shape) expect(environment).toHaveProperty(name);
  }
});

test.each(services)('%s is not installed without a setting that it needs', async (chart) => {
  const none = (name: string) => ({ [`secretSettings.${name}`]: {} });
  for (const [name = '', ...others] of chartFacts(chart).required) {
    if (name === 'NATS_URL') continue;
    const missing = render(chart, 'minimal', none(name));
    await expect(missing).rejects.toThrow(`${chart} needs ${[name, ...others].join(' or ')}`);
    await render(chart, 'minimal', { ...none(name), extraEnv: [{ name, value: 'x' }] });
  }
});

test('no secret can stand in the values as plain text, nor what is the chart’s own business', async () => {
  const names = [...secretNames, 'PORT', 'INTERNAL_PORT', 'INSTANCE', 'DRAIN_DELAY_SECONDS', 'REALTIME_INSTANCES'];
  const settings = Object.fromEntries(names.map((name) => [name, 'x']));
  for (const chart of services) {
    const refused = expect(render(chart, 'minimal', { settings })).rejects;
    await refused.toThrow(/at '\/settings': additional properties .* not allowed/);
    for (const name of names) await refused.toThrow(`'${name}'`);
  }
});

test('what is said for all reaches those who read it, and a chart’s own word goes before it', async () => {
  const manifests = await render('livechat', 'everything-on');
  const environment = (name: string) => environmentOf(manifests, find(manifests, 'Deployment', `rel-${name}`));
  expect(environment('gateway')).toMatchObject({
    LOG_LEVEL: 'warn',
    NATS_URL: 'nats://nats.bus:4222',
    EMBED_ORIGINS: 'https://shop.example',
    REDIS_URL: 'secret valkey/address',
    AUTH_JWKS_URL: 'https://identity.example/.well-known/jwks.json',
  });
  expect(environment('chat')).toMatchObject({ LOG_LEVEL: 'debug', NATS_STREAM_REPLICAS: '3' });
  expect(environment('web')).toMatchObject({ EMBED_ORIGINS: 'https://shop.example' });
  expect(environment('gateway')).not.toHaveProperty('NATS_STREAM_REPLICAS');
  // Another way of trust is given.
  expect(environment('realtime')).not.toHaveProperty('AUTH_JWT_SECRET');
});

test('chat alone knows the database, and each service its own password for NATS', async () => {
  const manifests = await render('livechat');
  for (const service of services) {
    const environment = environmentOf(manifests, find(manifests, 'Deployment', `rel-${service}`));
    expect('DATABASE_URL' in environment).toBe(service === 'chat');
    expect('AUTH_JWT_SECRET' in environment).toBe(service === 'gateway' || service === 'realtime');
    expect(environment).toMatchObject({ NATS_USER: service, NATS_PASSWORD: `secret livechat-nats/${service}` });
  }
});

test.each(parts)('an entry of extraEnv replaces what %s would set under its name', async (chart) => {
  const [plain, fromSecret] = chart === 'web' ? ['EMBED_ORIGINS', 'APPS_DIR'] : ['NATS_URL', 'NATS_PASSWORD'];
  const names = [plain, fromSecret, 'DRAIN_DELAY_SECONDS', 'MORE'];
  const manifests = await render(chart, 'minimal', {
    [`settings.${plain}`]: 'generated',
    [`secretSettings.${fromSecret}`]: { secret: 'generated', key: 'x' },
    extraEnv: names.map((name) => ({ name, value: 'added' })),
  });
  const deployment = find(manifests, 'Deployment');
  expect(environmentOf(manifests, deployment)).toMatchObject(Object.fromEntries(names.map((name) => [name, 'added'])));
  expect(find(manifests, 'ConfigMap').data ?? {}).not.toHaveProperty(plain);
  const entries = (containerOf(deployment).env ?? []).map(({ name }) => name);
  expect(entries).toEqual([...new Set(entries)]);
});

test('a setting comes from where it is said last, as text or from a Secret', async () => {
  const environment = async (set: Record<string, unknown>) => {
    const manifests = await render('gateway', 'minimal', set);
    return environmentOf(manifests, find(manifests, 'Deployment'));
  };
  const secret = { secret: 'bus', key: 'address' };
  expect(await environment({ 'secretSettings.NATS_URL': secret })).toMatchObject({ NATS_URL: 'secret bus/address' });
  expect(
    await environment({ 'global.livechat.settings.NATS_URL': 'nats://all', 'secretSettings.NATS_URL': secret }),
  ).toMatchObject({ NATS_URL: 'secret bus/address' });
  expect(
    await environment({ 'global.livechat.secretSettings.REDIS_URL': secret, 'settings.REDIS_URL': 'redis://plain' }),
  ).toMatchObject({ REDIS_URL: 'redis://plain' });
  // Another Secret with the usual key.
  expect(await environment({ 'secretSettings.REDIS_URL.secret': 'valkey' })).toMatchObject({
    REDIS_URL: 'secret valkey/url',
  });
  const noKey = environment({ 'secretSettings.AUTH_JWT_ISSUER.secret': 'identity' });
  await expect(noKey).rejects.toThrow('secretSettings.AUTH_JWT_ISSUER needs a key');
});

test('one way to trust tokens is enough, and several are taken', async () => {
  const names = async (set: Record<string, unknown>) => {
    const manifests = await render('realtime', 'minimal', set);
    const environment = environmentOf(manifests, find(manifests, 'Deployment'));
    return Object.keys(environment).filter((name) => /^AUTH_(JWT_SECRET|JWKS_URL)$/.test(name));
  };
  const keys = { 'settings.AUTH_JWKS_URL': 'https://identity.example/keys' };
  expect(await names({})).toEqual(['AUTH_JWT_SECRET']);
  expect(await names(keys)).toEqual(['AUTH_JWKS_URL']);
  expect(await names({ ...keys, 'secretSettings.AUTH_JWT_SECRET': { secret: 'a', key: 'b' } })).toEqual([
    'AUTH_JWKS_URL',
    'AUTH_JWT_SECRET',
  ]);
});

test('numbers and flags arrive as they were written', async () => {
  const data = async (chart: 'chat' | 'gateway' | 'moderation', settings: Record<string, unknown>) =>
    find(await render(chart, 'minimal', { settings }), 'ConfigMap').data;
  expect(await data('gateway', { CHAT_RATE_LIMIT_ENABLED: false })).toMatchObject({ CHAT_RATE_LIMIT_ENABLED: 'false' });
  expect(await data('chat', { CHAT_MAX_CONVERSATIONS_PER_USER: 1_000_000 })).toMatchObject({
    CHAT_MAX_CONVERSATIONS_PER_USER: '1000000',
  });
  expect(await data('moderation', { MODERATION_FLAG_FROM: 0.65 })).toMatchObject({ MODERATION_FLAG_FROM: '0.65' });
});

test('what a service would not start with is refused, where a schema can say it', async () => {
  const settings = { LOG_LEVEL: 'verbose', SOCKET_PING_SECONDS: 600, TRUST_PROXY: 1.5 };
  for (const under of ['settings', 'global.livechat.settings']) {
    const refused = expect(render('realtime', 'minimal', { [under]: settings })).rejects;
    for (const name of Object.keys(settings)) await refused.toThrow(`at '/${under.replaceAll('.', '/')}/${name}'`);
  }
});

test.each(parts)('the image of %s is named by tag or by digest', async (chart) => {
  const image = async (set: Record<string, unknown>) =>
    containerOf(find(await render(chart, 'minimal', set), 'Deployment')).image;
  expect(await image({})).toBe(`livechat-${chart}:0.1.0`);
  expect(await image({ 'image.tag': '2.0', 'image.registry': 'r.example' })).toBe(`r.example/livechat-${chart}:2.0`);
  expect(await image({ 'image.tag': '2.0', 'image.digest': digest })).toBe(`livechat-${chart}@${digest}`);
  expect(await image({ 'global.livechat.image': { registry: 'r.example', tag: '3.0' } })).toBe(
    `r.example/livechat-${chart}:3.0`,
  );
  await expect(image({ 'image.digest': 'sha256:abc' })).rejects.toThrow('digest');
});

test('a service can be left out of the umbrella, to be released by itself', async () => {
  const manifests = await render('livechat', 'minimal', { 'realtime.enabled': false });
  expect(manifests.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name)).not.toContain(
    'rel-realtime',
  );
  // Nothing to hear a message on.
  expect(has(manifests, 'Pod')).toBe(false);
});

test.each(parts)('volumes are added to those of %s', async (chart) => {
  const pod = podOf(find(await render(chart, 'everything-on'), 'Deployment'));
  expect(pod.volumes.map(({ name }) => name)).toEqual(['tmp', 'more']);
  expect(pod.containers[0]?.volumeMounts).toContainEqual({ name: 'more', mountPath: '/etc/livechat', readOnly: true });
});
