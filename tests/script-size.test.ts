import { resolve } from 'node:path';
import { buildApp } from '@livechat/stack/build-app';
import { expect, test } from 'vitest';
import { scriptSizes } from '../bench/mobile/script-size.ts';

test("the customers' app is below 200 KiB of script when it opens, and its widget below 15 while it is closed", {
  timeout: 180_000,
}, async () => {
  const failures: string[] = [];
  const folder = await buildApp(resolve(import.meta.dirname, '..'), 'mobile', (line) => void failures.push(line));
  expect(failures).toEqual([]);
  const sizes = scriptSizes(folder ?? '');
  expect(sizes.map(({ goalKiB }) => goalKiB)).toEqual([200, 200, 15]);
  for (const { name, kiB, goalKiB } of sizes) expect(kiB, name).toBeLessThan(goalKiB);
  // Nothing that is loaded was left out.
  for (const { name, kiB } of sizes.slice(0, 2)) expect(kiB, name).toBeGreaterThan(100);
});
