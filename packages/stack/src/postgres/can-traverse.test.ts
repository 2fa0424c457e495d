import { chmodSync, mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canTraverse } from './can-traverse.ts';

test('one closed folder above is enough to be kept out, and its owner is not', () => {
  const closed = mkdtempSync(join(tmpdir(), 'closed-'));
  const inside = join(closed, 'data', 'postgres');
  mkdirSync(inside, { recursive: true });
  const stranger = { uid: 54_321, gid: 54_321 };
  chmodSync(closed, 0o700);
  expect(canTraverse(inside, stranger)).toBe(false);
  expect(canTraverse(inside, { uid: statSync(closed).uid, gid: 0 })).toBe(true);
  chmodSync(closed, 0o711);
  expect(canTraverse(inside, stranger)).toBe(true);
});
