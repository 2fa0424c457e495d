import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accentFor, contrastOf } from './accent.ts';

const surfaces = { light: '#ffffff', dark: '#1a2028' };
const muted = { light: '#566172', dark: '#a8b3c2' };
const colour = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`);

test('whatever colour a company has, it can be read on the surface and written on', () => {
  fc.assert(
    fc.property(colour, fc.constantFrom('light' as const, 'dark' as const), (chosen, theme) => {
      const shades = accentFor(theme, chosen);
      if (!shades) throw new Error('no shades');
      // What is written as #rrggbb is rounded.
      expect(contrastOf(shades.accent, surfaces[theme])).toBeGreaterThan(4.45);
      expect(contrastOf(shades.accent, shades.onAccent)).toBeGreaterThan(4.45);
      expect(contrastOf(shades.accent, shades.soft)).toBeGreaterThan(4.45);
      expect(contrastOf(muted[theme], shades.soft)).toBeGreaterThan(4.45);
    }),
  );
});

test('a colour that can be read is left as it is', () => {
  expect(accentFor('light', '#2457c5')?.accent).toBe('#2457c5');
  expect(accentFor('light', 'blue')).toBeUndefined();
});
