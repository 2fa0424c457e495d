import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, inject } from 'vitest';
import { intruderName } from './intruder.ts';

// After every file: neither a service nor a test tried anything on NATS that its user may not do. Publishing what is
// not allowed fails without a word to who does it, and would otherwise be seen as something that is missing, or never.
afterAll(() => {
  const folder = join(inject('system').dataDir, 'logs');
  const denied = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => /(Publish|Subscription) Violation|Permissions Violation/.test(line))
      .filter((line) => !line.includes(`:${intruderName}"`)),
  );
  expect(denied).toEqual([]);
});
