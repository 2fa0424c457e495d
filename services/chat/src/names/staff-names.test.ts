import { expect, test } from 'vitest';
import { createStaffNames } from './staff-names.ts';

function staffNames(names: string[]) {
  const state = { names, reads: 0, at: 0, away: false };
  const passes = createStaffNames(
    async () => {
      state.reads += 1;
      if (state.away) throw new Error('away');
      return state.names;
    },
    () => state.at,
  );
  return { state, passes };
}

test('names are read once in ten seconds, however many ask at once', async () => {
  const { state, passes } = staffNames(['Anna']);
  expect(await Promise.all([passes('Аnna'), passes('Anna'), passes('Рaul')])).toEqual([true, false, false]);
  state.names = ['Paul'];
  state.at = 9_999;
  expect(await passes('Аnna')).toBe(true);
  expect(state.reads).toBe(1);
  state.at = 10_000;
  expect([await passes('Аnna'), await passes('Рaul')]).toEqual([false, true]);
  expect(state.reads).toBe(2);
});

test('while the names cannot be read nobody is judged, and they are read again at the next question', async () => {
  const { state, passes } = staffNames(['Anna']);
  state.away = true;
  await expect(passes('Аnna')).rejects.toThrow('away');
  state.away = false;
  expect(await passes('Аnna')).toBe(true);
});
