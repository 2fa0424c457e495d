import { expect, test } from 'vitest';
import { Settings } from './config.ts';

const colour = Settings.shape.COMPANY_ACCENT_COLOR;

test("a company's colour is #rrggbb and nothing else", () => {
  for (const bad of ['blue', '#fff', '#12345g', 'red;background:url(//evil)', '#123456;x']) {
    expect([bad, colour.safeParse(bad).success]).toEqual([bad, false]);
  }
  expect(colour.parse('#0a7F5c')).toBe('#0a7F5c');
});
