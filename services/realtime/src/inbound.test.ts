import { EventEmitter } from 'node:events';
import { fail } from '@livechat/contracts/errors';
import { expect, test } from 'vitest';
import { type EventParts, listenToSocket } from './inbound.ts';

type Middleware = (packet: unknown[], next: () => void) => void;

test('what somebody says who is blocked is refused, also when their socket has not ended yet', async () => {
  const middlewares: Middleware[] = [];
  const told: unknown[][] = [];
  const socket = Object.assign(new EventEmitter(), {
    data: { principal: { role: 'user', id: 7 } },
    use: (middleware: Middleware) => middlewares.push(middleware),
    emit: (...event: unknown[]) => told.push(event),
  });
  const trail: unknown[][] = [];
  listenToSocket({
    socket,
    events: new Map([['typing-stop', { operation: 'typing-stop', schema: undefined }]]),
    blocks: { refusal: ({ id }: { id: number }) => (id === 7 ? fail('BLOCKED') : undefined) },
    audit: { ended: (...line: unknown[]) => trail.push(line) },
    observe: async () => ({}),
  } as unknown as EventParts);

  const answers: unknown[] = [];
  let passed = false;
  for (const middleware of middlewares) {
    middleware(['typing-stop', { conversationId: 3 }, (answer: unknown) => answers.push(answer)], () => {
      passed = true;
    });
  }
  expect(passed).toBe(false);
  expect(answers).toMatchObject([{ ok: false, error: { code: 'BLOCKED' } }]);
  expect(told).toMatchObject([['chat-error', { event: 'typing-stop', code: 'BLOCKED', conversationId: 3 }]]);
  expect(trail).toMatchObject([[{ operation: { name: 'typing-stop' } }, 'BLOCKED']]);
});
