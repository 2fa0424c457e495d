import { doesFit, fit, type Verdict } from './fit.ts';
import { readVersion } from './read-version.ts';

// `npm run fits -- <old> <new>`: whether services of two versions work beside each other. Exits with 1 if they do not.
const [old, recent, ...more] = process.argv.slice(2);
if (old === undefined || recent === undefined || more.length > 0) {
  process.stderr.write('npm run fits -- <old> <new>; each is a kept release, something git knows, or working-tree\n');
  process.exit(2);
}
try {
  report(fit(readVersion(old), readVersion(recent)));
} catch (err) {
  process.stderr.write(`${err instanceof Error ? err.message : err}\n`);
  process.exitCode = 2;
}

function report(verdicts: readonly Verdict[]): void {
  const width = Math.max(...verdicts.map(({ about }) => about.length));
  for (const verdict of verdicts) {
    const { about, direction, who, breaks, waits } = verdict;
    say(
      `${about.padEnd(width)}  ${direction.padEnd('old runs with new'.length)}  ${wordOf(verdict).padEnd(6)}  ${who}`,
    );
    for (const what of breaks) say(`    breaks: ${what}`);
    for (const what of waits) say(`    waits:  ${what}`);
  }
  const count = (word: string) => verdicts.filter((verdict) => wordOf(verdict) === word).length;
  say(`\n${count('fits')} fit, ${count('waits')} wait for the other side to be replaced, ${count('breaks')} break.`);
  say(`${old} and ${recent} ${doesFit(verdicts) ? 'fit' : 'do not fit'}.`);
  if (!doesFit(verdicts)) process.exitCode = 1;
}

function wordOf({ breaks, waits }: Verdict): string {
  if (breaks.length > 0) return 'breaks';
  return waits.length > 0 ? 'waits' : 'fits';
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
