import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface ScriptSize {
  name: string;
  /** As it goes over the network, compressed with brotli when it was built. */
  kiB: number;
  files: string[];
  /** Below this. */
  goalKiB: number;
}

const firstLoadKiB = 200;
const widgetKiB = 15;

/** What people wait for, by the built files alone: exactly the same each time, and known without a browser. */
export function scriptSizes(folder: string): ScriptSize[] {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const initial = [...page.matchAll(/<(?:script|link)[^>]+(?:src|href)="[^"]*\/assets\/([^"/]+\.js)"/g)];
  const first = withImports(
    folder,
    initial.map(([, name = '']) => name),
  );
  const signIn = readdirSync(join(folder, 'assets')).filter((name) => /^sign-in-.+\.js$/.test(name));
  if (first.length === 0 || signIn.length !== 1) throw new Error(`${folder} has no app as it is built today`);
  const sizeOf = (name: string, files: string[], goalKiB: number): ScriptSize => {
    const bytes = files.reduce((sum, file) => sum + statSync(join(folder, `${file}.br`)).size, 0);
    return { name, kiB: bytes / 1_024, files, goalKiB };
  };
  const inAssets = (names: readonly string[]) => names.map((name) => `assets/${name}`);
  return [
    sizeOf('first load, signed in, list on the screen', inAssets(first), firstLoadKiB),
    sizeOf('first load, sign-in page', inAssets(withImports(folder, [...first, ...signIn])), firstLoadKiB),
    sizeOf('the widget, closed', ['widget.js'], widgetKiB),
  ];
}

/** These files, and all that they import before they run. */
function withImports(folder: string, names: readonly string[]): string[] {
  const found = new Set(names);
  for (const name of found) {
    const text = readFileSync(join(folder, 'assets', name), 'utf8');
    for (const [, other = ''] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) {
      if (existsSync(join(folder, 'assets', other))) found.add(other);
    }
  }
  return [...found];
}
