import { expect, test } from 'vitest';
import { compareVersions, readReleases } from './release-files.ts';

test('releases are in the order of Semantic Versioning', () => {
  const inOrder = ['0.9.0', '0.10.0-pre.2', '0.10.0-pre.10', '0.10.0', '0.10.1', '1.0.0-pre.1', '1.0.0'];
  expect(inOrder.toReversed().sort(compareVersions)).toEqual(inOrder);
});

test('each kept release says in which file it is, and where its code is if no tag can', () => {
  for (const { version, commit } of readReleases()) {
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    if (version.includes('-')) expect(commit).toMatch(/^[0-9a-f]{40}$/);
  }
});
