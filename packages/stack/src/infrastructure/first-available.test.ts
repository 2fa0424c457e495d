import { expect, test } from 'vitest';
import { firstAvailable } from './first-available.ts';

const never = new AbortController().signal;
const broken = () => Promise.reject(new Error('no network\nat all'));

test('the first source that has it is taken and later ones are not asked', async () => {
  const sources = [
    { name: 'program', find: () => undefined },
    { name: 'engine', find: broken },
    { name: 'package', find: async () => 'from the package' },
    { name: 'last', find: () => expect.fail('asked') },
  ];
  expect(await firstAvailable(sources, 'advice', never)).toBe('from the package');
});

test('when nothing has it, one line says what to install and what was tried', async () => {
  const sources = [
    { name: 'program', find: () => undefined },
    { name: 'engine', find: broken },
  ];
  await expect(firstAvailable(sources, 'Install redis.', never)).rejects.toThrow(
    /^Install redis\. \| engine: no network at all$/,
  );
});
