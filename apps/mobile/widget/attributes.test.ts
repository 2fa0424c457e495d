import { expect, test } from 'vitest';
import { readAttributes } from './attributes.ts';

const read = (dataset: DOMStringMap, page = '', browser: string[] = []) => readAttributes({ dataset }, page, browser);

test('what an attribute does not say, or says wrongly, is as it is without it', () => {
  const asIs = { theme: 'auto', language: 'en', isRightToLeft: false, side: 'right', label: 'Chat with support' };
  expect(read({})).toEqual(asIs);
  expect(read({ theme: 'pink', language: 'xx', position: 'middle', label: ' ' })).toEqual(asIs);
});

test('the language is that of the attribute, else that of the page, else that of the browser', () => {
  expect(read({ language: 'de' }, 'ar', ['en']).language).toBe('de');
  expect(read({ language: 'auto' }, 'ar-EG', ['de']).language).toBe('ar');
  expect(read({}, 'fr', ['fr-CA', 'de-AT', 'en']).language).toBe('de');
});

test('start and end change sides where one reads from right to left', () => {
  expect(read({ position: 'start' }).side).toBe('left');
  expect(read({ position: 'end' }).side).toBe('right');
  expect(read({ position: 'start', language: 'ar' }).side).toBe('right');
  expect(read({ position: 'end', language: 'ar' }).side).toBe('left');
});
