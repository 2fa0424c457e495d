import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { rules } from './rules.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const guide = read('docs/clients.md');

/** Without what indentation makes of the same lines. */
const flat = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

const taken = [...guide.matchAll(/<!-- (conformance\/\S+) -->\n+```\w+\n(.*?)```/gs)].map(
  ([, path = '', code = '']) => ({ path, code }),
);

test('the lines of docs/clients.md that were run are those of the clients that are run', () => {
  expect(taken.length).toBeGreaterThan(10);
  for (const { path, code } of taken) expect(flat(read(path))).toContain(flat(code));
});

test('code of docs/clients.md that was not run is called so', () => {
  const blocks = [...guide.matchAll(/```(js|kotlin|dart|swift)\n/g)];
  const unsaid = blocks.filter(({ 1: language = '', index }) => {
    const before = guide.slice(0, index);
    if (['js', 'kotlin'].includes(language)) return !/<!-- conformance\/\S+ -->\s*$/.test(before);
    return before.lastIndexOf('(not run)') < before.lastIndexOf('<!-- conformance');
  });
  expect(unsaid.map(({ index }) => guide.slice(index, index + 60))).toEqual([]);
});

test('both documents name every rule, and no other', () => {
  const named = (text: string) => [...text.matchAll(/^\| `([A-Z]+(?:_[A-Z]+)*)` +\|/gm)].map(([, rule]) => rule);
  expect(new Set(named(read('conformance/README.md')))).toEqual(new Set(Object.keys(rules)));
  expect(new Set(named(guide))).toEqual(new Set(Object.keys(rules)));
  for (const sentence of Object.values(rules)) expect(read('conformance/README.md')).toContain(sentence);
});

test.for(['command', 'reply', 'schedule'])('the examples of the schema of a %s fit it', (name) => {
  const ajv = new Ajv2020({ allowUnionTypes: true });
  addFormats.default(ajv);
  const schema = JSON.parse(read(`conformance/schemas/${name}.json`));
  const fits = ajv.compile(schema);
  for (const example of schema.examples ?? []) expect(fits(example), JSON.stringify(example)).toBe(true);
});
