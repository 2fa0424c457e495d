import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createDoor } from '@livechat/edge/create-door';
import { createOverload } from '@livechat/edge/overload';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { createAnswerHeaders } from './answer-headers.ts';
import { shedLoad } from './shed-load.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A gateway whose places are counted, in front of `app`. */
async function open(app: (request: IncomingMessage, response: ServerResponse) => void) {
  const overload = createOverload({
    metrics: { counter: () => () => {} },
    bus: { othersAreBusy: () => false, othersRefuse: () => false },
    watch: () => ({ delayMs: () => 0 }),
  });
  let taken = 0;
  const counted = (leave: () => void) => {
    taken += 1;
    return () => {
      taken -= 1;
      leave();
    };
  };
  const enter = (what: string) => {
    const entered = overload.enter(what);
    return typeof entered === 'function' ? counted(entered) : entered;
  };
  const front = shedLoad(app, {
    overload: { enter, enterAgain: () => counted(overload.enterAgain()) },
    headers: createAnswerHeaders({ origin: [] }),
  });
  const server = createDoor(front).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const caller = (start: string) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(start);
    closers.push(() => socket.destroy());
    return socket;
  };
  return { caller, taken: () => taken, get: async () => (await fetch(`http://127.0.0.1:${port}/api/auth/me`)).status };
}

const headers =
  'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n';

test('a body that comes slowly holds no place until it is there, and does while it is worked on', async () => {
  const app = express();
  let arrived = 0;
  app.use((_request, _response, next) => {
    arrived += 1;
    next();
  });
  const answers: (() => void)[] = [];
  app.use(express.json(), (_request, response) => void answers.push(() => response.json({})));
  const { caller, taken } = await open(app);
  const slow = caller(`${headers}{`);
  await expect.poll(() => arrived, { timeout: 10_000 }).toBe(1);
  await expect.poll(taken, { timeout: 10_000 }).toBe(0);
  slow.write('}');
  await expect.poll(taken, { timeout: 10_000 }).toBe(1);
  await expect.poll(() => answers.length, { timeout: 10_000 }).toBe(1);
  for (const answer of answers) answer();
  expect(taken()).toBe(0);
});

test('more slow bodies than there are places shut nobody out', async () => {
  const app = express();
  let arrived = 0;
  app.use((_request, _response, next) => {
    arrived += 1;
    next();
  });
  app.use(express.json(), (_request, response) => void response.json({}));
  const { caller, get } = await open(app);
  for (let round = 1; round <= 22; round += 1) {
    for (let index = 0; index < 100; index += 1) caller(`${headers}{`);
    await expect.poll(() => arrived, { timeout: 10_000 }).toBe(round * 100);
  }
  expect(await get()).toBe(200);
}, 60_000);

test('an answer that is taken slowly holds no place once it is written', async () => {
  const answer = Buffer.alloc(10_000_000);
  const unsent: boolean[] = [];
  const { caller, taken } = await open((_request, response) => {
    response.end(answer);
    unsent.push(!response.writableFinished);
  });
  caller('GET /api/x HTTP/1.1\r\nHost: x\r\n\r\n').pause();
  await expect.poll(() => unsent, { timeout: 20_000 }).toEqual([true]);
  expect(taken()).toBe(0);
}, 30_000);

test('a caller that leaves gives its place back', async () => {
  let arrived = 0;
  const { caller, taken } = await open(() => {
    arrived += 1;
  });
  const socket = caller('GET /api/x HTTP/1.1\r\nHost: x\r\n\r\n');
  await expect.poll(() => arrived, { timeout: 10_000 }).toBe(1);
  expect(taken()).toBe(1);
  socket.destroy();
  await expect.poll(taken, { timeout: 10_000 }).toBe(0);
});
