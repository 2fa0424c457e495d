import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { conversationsPath } from './setup/conversations.ts';
import { type FurtherInstance, startFurther } from './setup/further-instance.ts';
import { newPerson } from './setup/people.ts';
import { connectSocket, openSocket } from './setup/sockets.ts';

/** What a native shell's pages come from, by Capacitor's own names. */
const shells = ['capacitor://localhost', 'https://localhost'];
const user = newPerson('user');
const instances: FurtherInstance[] = [];
let listed = { gateway: '', realtime: '' };

beforeAll(async () => {
  const { gateway, realtime } = inject('system').further;
  const CORS_ORIGINS = shells.join(',');
  const started = await Promise.all([
    startFurther('gateway', { ...gateway[0], CORS_ORIGINS }),
    startFurther('realtime', { ...realtime[0], CORS_ORIGINS }),
  ]);
  instances.push(...started);
  listed = { gateway: `http://127.0.0.1:${gateway[0]?.PORT}`, realtime: `http://127.0.0.1:${realtime[0]?.PORT}` };
});

afterAll(async () => {
  for (const instance of instances) instance.kill();
  await Promise.all(instances.map(({ ended }) => ended));
});

/** What a web view asks before a call with a token and a body. */
const preflight = (gateway: string, origin: string) =>
  fetch(gateway + conversationsPath, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

test.each(shells)('an app of %s that is listed may ask, call and read the answer', async (origin) => {
  const { status, headers } = await preflight(listed.gateway, origin);
  expect([status, headers.get('access-control-allow-origin')]).toEqual([204, origin]);
  expect(headers.get('access-control-allow-headers')).toBe('authorization,content-type');
  expect(headers.get('access-control-allow-methods')).toContain('POST');
  const paths = [conversationsPath, '/api/client-settings', '/api/auth/me', '/api/chat/me'];
  for (const path of paths) {
    const answer = await fetch(listed.gateway + path, { headers: { origin, authorization: `Bearer ${user.token}` } });
    expect([path, answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([path, 200, origin]);
  }
  const refused = await fetch(`${listed.gateway}/api/auth/me`, { headers: { origin } });
  // Why a call was refused, an app must be able to read too.
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, origin]);
});

test.each(shells)('an app of %s that is listed opens a socket by both transports', async (origin) => {
  for (const transport of ['websocket', 'polling']) {
    const options = { transports: [transport], upgrade: false, extraHeaders: { origin } };
    const { socket } = await connectSocket(user, options, listed.realtime);
    expect([socket.connected, socket.io.engine.transport.name]).toEqual([true, transport]);
  }
  const handshake = await fetch(`${listed.realtime}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
  expect(handshake.headers.get('access-control-allow-origin')).toBe(origin);
});

test.each([
  ...shells.map((origin) => [origin, 'where nobody is listed', () => inject('system').gateway] as const),
  ['capacitor://elsewhere', 'where others are', () => listed.realtime] as const,
  ['http://localhost', 'where others are', () => listed.realtime] as const,
])('an app of %s gets no permission and no socket %s', async (origin, _, door) => {
  const isListing = door() === listed.realtime;
  const { headers } = await preflight(isListing ? listed.gateway : door(), origin);
  expect(headers.get('access-control-allow-origin')).toBeNull();
  for (const transport of ['websocket', 'polling']) {
    const options = { transports: [transport], extraHeaders: { origin }, auth: { token: user.token } };
    const socket = openSocket({ ...options, reconnection: false }, door());
    const end = await new Promise<string>((resolve) => {
      socket.once('connect', () => resolve('connected'));
      socket.once('connect_error', () => resolve('refused'));
    });
    expect(end, transport).toBe('refused');
  }
});
