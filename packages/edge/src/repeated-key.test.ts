import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeatedKey } from './repeated-key.ts';

test.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":1,"b":{"c":[{"d":1},{"d":1,"e":2 , "e"\n:3}]}}', 'e'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"":1,"":2}', ''],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['{"a\\"b":1,"a\\"b":2}', 'a"b'],
  ['{"a\\\\":1,"a\\\\":2}', 'a\\'],
  ['{"a":{"x":1},"a":2}', 'a'],
  ['{"a":[[[[1]]]],"b":"}","a":2}', 'a'],
  [`{"a":${'['.repeat(1_000)}${']'.repeat(1_000)},"a":2}`, 'a'],
  ['42["send",{"message":"x","message":"y"}]', 'message'],
])('%s has a key twice', (json, key) => {
  expect(repeatedKey(json)).toBe(key);
});

test.each([
  '{"a":{"a":{"a":1}},"b":{"a":1}}',
  '[{"a":1},{"a":1}]',
  '{"a":"a","b":"a","c":["a","a"]}',
  '{"a":"\\"a\\":1,\\"a\\":2"}',
  '{"a":"{","b":"\\\\","c":"a"}',
  '',
  '{"a',
  '{"a\\x":1,"a\\x":2}',
  '"',
  '}}}]]{"a":1',
])('%s has none', (json) => {
  expect(repeatedKey(json)).toBeUndefined();
});

test('whatever JSON.stringify writes has none, and is found once a key of it is written again', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 6 }), { minKeys: 1 }), (value) => {
      const json = JSON.stringify(value);
      expect(repeatedKey(json)).toBeUndefined();
      const key = Object.keys(value)[0] ?? '';
      expect(repeatedKey(`${json.slice(0, -1)},${JSON.stringify(key)}:null}`)).toBe(key);
    }),
  );
});

test('text of the largest size in any shape takes no time to speak of', () => {
  const shapes = ['"', '\\', '\\"', '{', '[', '{"a":', '{},', '"a" ', ' ', '"":'].map(
    (shape) => `{"a":"${shape.repeat(65_536 / shape.length)}`,
  );
  const started = performance.now();
  for (const json of shapes) repeatedKey(json);
  // A few ms; were it to grow with the square of the length, it would be minutes.
  expect(performance.now() - started).toBeLessThan(5_000);
});
