import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { answerInTime } from './answer-in-time.ts';

test('what does not answer is given up', async () => {
  await expect(answerInTime(new Promise(() => {}), 5)).rejects.toThrow('no answer in 5 ms');
});

test('an answer that arrived while this process was busy itself counts', async () => {
  const echo = spawn('cat');
  const echoed = () => new Promise((resolve) => echo.stdout.once('data', resolve));
  const first = echoed();
  echo.stdin.write('hello');
  await first;
  const answer = answerInTime(
    (() => {
      const second = echoed();
      echo.stdin.write('again');
      return second;
    })(),
    20,
  );
  const busyUntil = performance.now() + 300;
  while (performance.now() < busyUntil);
  expect(String(await answer)).toBe('again');
  echo.kill();
});
