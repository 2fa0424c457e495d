import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { drainRequests } from './drain-requests.ts';

async function startServer() {
  let stopping = false;
  const waiting: ServerResponse[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/slow') waiting.push(response);
    else response.end('done');
  });
  const drain = drainRequests(server, { isStopping: () => stopping });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => {
    agent.destroy();
    server.closeAllConnections();
  });
  const ask = async (path: string) => {
    const options = { host: '127.0.0.1', port: (server.address() as AddressInfo).port, path, agent };
    const [response] = (await once(get(options), 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return response.headers.connection;
  };
  return {
    ask,
    waiting,
    drain(timeoutMs: number) {
      stopping = true;
      return drain(timeoutMs, () => Server.prototype.close.call(server));
    },
  };
}

test('a connection that is kept alive serves one more request while the server ends, and hears that it was the last', async () => {
  const { ask, drain } = await startServer();
  expect(await ask('/quick')).toBe('keep-alive');
  const drained = drain(10_000);
  expect(await ask('/quick')).toBe('close');
  await drained;
});

test('what is in hand is answered before the drain is over, and its connection ends with it', async () => {
  const { ask, drain, waiting } = await startServer();
  const slow = ask('/slow');
  await expect.poll(() => waiting.length).toBe(1);
  let isDrained = false;
  const drained = drain(10_000).then(() => {
    isDrained = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(isDrained).toBe(false);
  waiting[0]?.end('late');
  expect(await slow).toBe('close');
  await drained;
});

test('the drain ends at its time limit, whatever is in hand', async () => {
  const { ask, drain, waiting } = await startServer();
  ask('/slow').catch(() => {});
  await expect.poll(() => waiting.length).toBe(1);
  await drain(50);
});
