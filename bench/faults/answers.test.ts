import { expect, test } from 'vitest';
import { answerLimitMs, type Door, judgeAnswers, statusOf } from './answers.ts';

function judged(halted: readonly Door[] = []) {
  const blamed: string[] = [];
  let now = 0;
  const pass = (ms: number) => {
    now += ms;
  };
  const answers = judgeAnswers({
    blame: (sentence) => void blamed.push(sentence),
    halted,
    now: () => now,
    wait: async () => pass(100),
  });
  return { answers, blamed, pass };
}

test('an answer in time is fine, also a refusal and an outage', () => {
  const { answers, blamed } = judged();
  for (const status of [200, 201, 404, 409, 503]) answers.call('GET /', 'rest').answered(status);
  expect(blamed).toEqual([]);
});

test('a 500 is blamed, whatever is halted', () => {
  const { answers, blamed } = judged(['rest', 'socket']);
  answers.call('GET /', 'rest').answered(500);
  expect(blamed).toEqual(['GET /: answered with 500']);
});

test('a late answer is blamed, and one whose caller gave up as well', () => {
  const { answers, blamed, pass } = judged();
  const [late, never] = [answers.call('late', 'rest'), answers.call('never', 'socket')];
  pass(answerLimitMs + 1);
  late.answered(503);
  never.unanswered();
  expect(blamed).toEqual(['late: answered with 503 after 3501 ms', 'never: not answered after 3501 ms']);
});

test('a call that nobody ends is blamed when the fault is over', async () => {
  const { answers, blamed } = judged();
  answers.call('never', 'rest');
  await answers.ended();
  expect(blamed).toEqual(['never: not answered after 3600 ms']);
});

test('the end does not wait for what is answered, and blames it once at most', async () => {
  const { answers, blamed, pass } = judged();
  const call = answers.call('late', 'rest');
  pass(answerLimitMs + 1);
  call.answered(200);
  call.unanswered();
  await answers.ended();
  expect(blamed).toHaveLength(1);
});

test('a connection that ends at once is nobody’s fault', () => {
  const { answers, blamed, pass } = judged();
  const call = answers.call('cut', 'rest');
  pass(20);
  call.unanswered();
  expect(blamed).toEqual([]);
});

test('where one door is halted, only its answers may be late', () => {
  const { answers, blamed, pass } = judged(['socket']);
  const [socket, rest] = [answers.call('socket', 'socket'), answers.call('rest', 'rest')];
  pass(answerLimitMs + 1);
  socket.unanswered();
  rest.unanswered();
  expect(blamed).toEqual(['rest: not answered after 3501 ms']);
});

test('a socket’s code is as bad as its status, and an unknown one a defect', () => {
  expect([statusOf('INTERNAL'), statusOf('UNAVAILABLE'), statusOf('CONVERSATION_CLOSED')]).toEqual([500, 503, 409]);
  expect([statusOf('SOMETHING'), statusOf(undefined)]).toEqual([500, 500]);
});
