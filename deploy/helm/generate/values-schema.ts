import { type ChartFacts, chartFacts, chartNames, secretNames, settingSchema } from './chart-facts.ts';

type Schema = { [key: string]: unknown };

const text = { type: 'string' };
const flag = { type: 'boolean' };
const count = { type: 'integer', minimum: 1 };
const seconds = { type: 'integer', minimum: 0, maximum: 3600 };
const port = { type: 'integer', minimum: 1, maximum: 65_535 };
/** As Kubernetes has it, whose own schema is asked when it is installed. */
const open = { type: 'object' };
const listOf = (items: Schema) => ({ type: 'array', items });
/** Nothing else: a name that is misspelt is a fault. */
const only = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...(required.length > 0 ? { required } : {}),
});
const texts = { type: 'object', additionalProperties: text };
const paths = listOf({ type: 'string', pattern: '^/' });
const peers = listOf(open);

const imageOfAll = only({ registry: text, tag: text, pullSecrets: listOf(text) });
const image = only({
  registry: text,
  repository: { type: 'string', minLength: 1 },
  tag: text,
  digest: { type: 'string', pattern: '^(sha256:[0-9a-f]{64})?$' },
  pullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] },
  pullSecrets: listOf(text),
});

/** Empty: not from a Secret, though it would be by default. */
const reference = only({ secret: text, key: text });
const references = (names: readonly string[]) => only(Object.fromEntries(names.map((name) => [name, reference])));
const settings = (names: readonly string[]) =>
  only(Object.fromEntries(names.filter((name) => !secretNames.includes(name)).map((name) => [name, plain(name)])));

/** A word out of a few and a number within bounds are held to that; what else a setting has to be, its service says. */
function plain(name: string): Schema {
  const { type, minimum, maximum, enum: words } = settingSchema(name);
  if (words !== undefined) return { enum: words };
  if (type === 'integer' || type === 'number') return { type: [type, 'string'], minimum, maximum };
  return { type: ['string', 'number', 'boolean'] };
}

const entry = only({ name: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }, value: text, valueFrom: open }, [
  'name',
]);

const exposed = { enabled: flag, annotations: texts };
const ingress = { ...exposed, className: text, host: text, tlsSecret: text };
const httpRoute = { ...exposed, parentRefs: peers, hostnames: listOf(text) };

/** What is said once for all services, under `global.livechat`. */
function ofAll(): Schema {
  const names = [...new Set(chartNames.flatMap((chart) => chartFacts(chart).settings))].sort();
  const livechat = only({
    image: imageOfAll,
    settings: settings(names),
    secretSettings: references(names),
    ingress: only(ingress),
    httpRoute: only(httpRoute),
    serviceMonitor: only({ enabled: flag }),
    postgresCluster: only({
      enabled: flag,
      name: { type: 'string', pattern: '^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$' },
      instances: count,
      storage: open,
      spec: open,
    }),
  });
  // Open, since other charts of the same release may have something of theirs in it.
  return { type: 'object', properties: { livechat } };
}

const draft = { $schema: 'http://json-schema.org/draft-07/schema#' };

export function serviceValuesSchema(facts: ChartFacts): Schema {
  const { uses, settings: names } = facts;
  const isDoor = facts.port !== undefined;
  const usedBy = (store: string) => (uses.includes(store) ? { [store]: only({ port, to: peers }) } : {});
  const sockets = facts.service === 'realtime' ? { socketsPerPod: { type: 'integer', minimum: 0 } } : {};
  const sessions = facts.service === 'realtime' ? { sessionPersistence: open } : {};
  const properties = {
    global: ofAll(),
    // Both are from Helm: whether the chart is a part of the umbrella, and what its library would be told.
    enabled: flag,
    'livechat-library': open,
    nameOverride: text,
    fullnameOverride: text,
    image,
    replicaCount: { type: 'integer', minimum: 0 },
    settings: settings(names),
    secretSettings: references(names),
    extraEnv: listOf(entry),
    extraVolumes: listOf(open),
    extraVolumeMounts: listOf(open),
    drainDelaySeconds: { ...seconds, maximum: 60 },
    preStopSeconds: seconds,
    resources: open,
    podDisruptionBudget: only({ enabled: flag, maxUnavailable: { type: ['integer', 'string'] } }),
    autoscaling: only({
      enabled: flag,
      minReplicas: count,
      maxReplicas: count,
      cpuPercent: { type: 'integer', minimum: 1, maximum: 100 },
      ...sockets,
    }),
    networkPolicy: only({
      enabled: flag,
      ...(isDoor ? { ingressFrom: peers } : {}),
      ...(facts.internalPort === undefined ? {} : { metricsFrom: peers }),
      ...(uses.length > 0 ? { dnsTo: peers, nats: only({ to: peers }), extraEgress: peers } : {}),
      ...usedBy('redis'),
      ...usedBy('postgres'),
    }),
    serviceAccount: only({ create: flag, name: text, annotations: texts }),
    topologySpreadConstraints: peers,
    nodeSelector: texts,
    tolerations: peers,
    affinity: open,
    priorityClassName: text,
    podLabels: texts,
    podAnnotations: texts,
    ...(isDoor
      ? {
          service: only({ port, annotations: texts }),
          ingress: only({ ...ingress, paths }),
          httpRoute: only({ ...httpRoute, paths, ...sessions }),
        }
      : {}),
    ...(facts.internalPort === undefined
      ? {}
      : { serviceMonitor: only({ enabled: flag, interval: text, labels: texts }) }),
    ...(facts.service === 'chat'
      ? { migrations: only({ enabled: flag, deadlineSeconds: { ...seconds, maximum: 86_400 }, resources: open }) }
      : {}),
  };
  return { ...draft, ...only(properties) };
}

export function umbrellaValuesSchema(): Schema {
  // What is in them is held by their own schemas.
  const parts = Object.fromEntries(chartNames.map((chart) => [chart, open]));
  const credentials = only({ secret: text });
  return {
    ...draft,
    ...only({
      global: ofAll(),
      'livechat-library': open,
      ...parts,
      test: only({ enabled: flag, credentials, image: text, timeoutSeconds: { type: 'integer', minimum: 5 } }),
    }),
  };
}
