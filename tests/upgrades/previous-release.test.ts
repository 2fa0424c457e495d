import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Release, readReleases } from '@livechat/contracts/releases/release-files';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { previousRelease } from './setup/previous-release.ts';

let repository = '';
const git = (...args: string[]) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim();
const commit = (message: string) => {
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
  git(...author, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git('rev-parse', 'HEAD');
};
const kept = (version: string, at?: string): Release => ({
  ...(readReleases()[0] as Release),
  version,
  commit: at as string,
});

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'livechat-history-'));
  git('init', '--quiet');
  return () => rmSync(repository, { recursive: true, force: true });
});

test('before there is a tag it is the last release that names its commit', () => {
  const [first, second] = [commit('first'), commit('second')];
  commit('third');
  const releases = [kept('0.1.0-pre.1', first), kept('0.1.0-pre.2', second)];
  expect(previousRelease(repository, releases)).toEqual({ version: '0.1.0-pre.2', commit: second });
});

test('then it is the last tag, and for a commit that has one the tag before', () => {
  const first = commit('first');
  git('tag', 'v0.1.0');
  commit('second');
  git('tag', 'not-a-release');
  const releases = [kept('0.1.0-pre.1', first), kept('0.1.0')];
  expect(previousRelease(repository, releases)).toEqual({ version: '0.1.0', commit: first });
  const third = commit('third');
  git('tag', 'v0.2.0');
  expect(previousRelease(repository, releases)).toEqual({ version: '0.1.0', commit: first });
  commit('fourth');
  expect(previousRelease(repository, releases)).toEqual({ version: '0.2.0', commit: third });
});

test('where the code of the release is not to be had, it says how to fetch it', () => {
  commit('first');
  expect(() => previousRelease(repository, [])).toThrow('git fetch --unshallow --tags');
  const elsewhere = '0123456789abcdef0123456789abcdef01234567';
  expect(() => previousRelease(repository, [kept('0.1.0-pre.1', elsewhere)])).toThrow(`git fetch origin ${elsewhere}`);

  const whole = repository;
  const known = commit('second');
  repository = mkdtempSync(join(tmpdir(), 'livechat-history-'));
  onTestFinished(() => rmSync(whole, { recursive: true, force: true }));
  git('clone', '--quiet', '--depth', '1', `file://${whole}`, '.');
  // It has this commit, and cannot know whether a tag is behind it.
  expect(() => previousRelease(repository, [kept('0.1.0-pre.1', known)])).toThrow('git fetch --unshallow --tags');
});
