import { expect, test } from 'vitest';
import type { ServiceName } from '../service-names.ts';
import { serviceEnvironment } from './service-environment.ts';
import type { ServiceSlot } from './service-slots.ts';

const slot = (service: ServiceName, n: number, publicPort?: number): ServiceSlot => ({
  service,
  instance: `${service}-${n}`,
  internalPort: 20_000 + n,
  publicPort,
});
const slots = [
  slot('gateway', 1, 3000),
  slot('chat', 1),
  slot('moderation', 1),
  slot('realtime', 1, 4101),
  slot('realtime', 2, 4102),
];
const around = {
  settings: {
    PATH: '/bin',
    AWS_SECRET_ACCESS_KEY: 'x',
    NODE_OPTIONS: '--inspect',
    AUTH_JWT_ISSUER: 'us',
    CHAT_MESSAGE_MAX_LENGTH: '100',
    CHAT_MAX_CONVERSATIONS_PER_USER: '7',
    MODERATION_LIST: 'a',
  },
  databaseUrl: 'postgres://d',
  natsSettings: (service: ServiceName) => ({
    NATS_URL: 'nats://n',
    NATS_USER: service,
    NATS_PASSWORD: `secret of ${service}`,
  }),
  redisUrl: 'redis://r',
  jwtSecret: 's'.repeat(64),
  slots,
};
const of = (service: ServiceName) =>
  serviceEnvironment(slots.find((each) => each.service === service) as ServiceSlot, around);

test('chat alone knows the database', () => {
  expect(of('chat')).toEqual({
    PATH: '/bin',
    LOG_LEVEL: 'info',
    HOST: '127.0.0.1',
    INSTANCE: 'chat-1',
    INTERNAL_PORT: '20001',
    NATS_URL: 'nats://n',
    NATS_USER: 'chat',
    NATS_PASSWORD: 'secret of chat',
    DATABASE_URL: 'postgres://d',
    CHAT_MESSAGE_MAX_LENGTH: '100',
    CHAT_MAX_CONVERSATIONS_PER_USER: '7',
  });
  for (const service of ['gateway', 'moderation', 'realtime'] as const) {
    expect(of(service)).not.toHaveProperty('DATABASE_URL');
  }
});

test('a service is told its own password for NATS and no other', () => {
  for (const service of ['gateway', 'chat', 'moderation', 'realtime'] as const) {
    const told = Object.values(of(service)).join(' ');
    expect(told.match(/secret of \w+/g)).toEqual([`secret of ${service}`]);
  }
});

test('the gateway knows where each realtime instance listens', () => {
  expect(of('gateway')).toMatchObject({
    PORT: '3000',
    REALTIME_INSTANCES: 'realtime-1=http://127.0.0.1:4101,realtime-2=http://127.0.0.1:4102',
    AUTH_JWT_ISSUER: 'us',
  });
  expect(of('gateway')).not.toHaveProperty('REUSE_PORT');
});

test('only those who check tokens get the secret, and the operator’s own comes first', () => {
  expect(of('gateway').AUTH_JWT_SECRET).toBe(around.jwtSecret);
  expect(of('realtime').AUTH_JWT_SECRET).toBe(around.jwtSecret);
  expect(of('chat')).not.toHaveProperty('AUTH_JWT_SECRET');
  expect(of('moderation')).not.toHaveProperty('AUTH_JWT_SECRET');
  const settings = { ...around.settings, AUTH_JWT_SECRET: 'o'.repeat(32) };
  expect(serviceEnvironment(slot('realtime', 1, 4101), { ...around, settings }).AUTH_JWT_SECRET).toBe('o'.repeat(32));
});

test('nothing else of the environment passes', () => {
  for (const service of ['gateway', 'chat', 'moderation', 'realtime'] as const) {
    expect(of(service)).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
    expect(of(service)).not.toHaveProperty('NODE_OPTIONS');
  }
  expect(of('moderation')).toMatchObject({ MODERATION_LIST: 'a' });
  expect(of('chat')).not.toHaveProperty('REDIS_URL');
  expect(of('realtime')).not.toHaveProperty('MODERATION_LIST');
});

test('gateways on one port share it', () => {
  const two = [slot('gateway', 1, 3000), slot('gateway', 2, 3000)];
  for (const gateway of two) {
    expect(serviceEnvironment(gateway, { ...around, slots: two })).toMatchObject({ PORT: '3000', REUSE_PORT: 'true' });
  }
});
