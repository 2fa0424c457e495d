import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from '../../apps/console/e2e/setup/launch.ts';
import { fillOpenConversations } from '../../tests/setup/fill-open-conversations.ts';
import { type Spread, spread } from '../staff-list/spread.ts';
import { measureFirstLoad, measureInteractive } from './first-load.ts';
import { measureList } from './list.ts';
import { measureMessages } from './messages.ts';
import { measureLongConversation, measureSwitching } from './switching.ts';
import { startBenchSystem } from './system.ts';

// What the console costs a browser, on a system of its own. Exits with 1 only when a goal is missed by more than twice: the
// machine may have other work.
const { values } = parseArgs({
  options: {
    /** How many conversations are open, for the figures side by side. */
    sizes: { type: 'string', default: '100,100000' },
    messages: { type: 'string', default: '200' },
    loads: { type: 'string', default: '9' },
    /** A folder for the figures. */
    keep: { type: 'string', default: '' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const tolerance = 2;
const say = (line: string) => void process.stdout.write(`${line}\n`);
const figures: Record<string, unknown> = {};
const load = () => loadavg()[0]?.toFixed(1);

/** One line of the table; a goal is for the figure that is named with it. */
function report(name: string, found: Spread, unit = 'ms', goal?: { of: keyof Spread; below: number }): void {
  figures[name] = found;
  const columns = [found.p50, found.p95, found.max].map((value) => value.toFixed(1).padStart(9)).join('');
  const missed = goal && found[goal.of] > goal.below;
  const verdict = goal ? `  ${goal.of} below ${goal.below}: ${missed ? 'MISSED' : 'reached'}` : '';
  if (goal && found[goal.of] > goal.below * tolerance) process.exitCode = 1;
  say(`${name.padEnd(66)}${columns} ${unit.padEnd(4)} load ${load()}${verdict}`);
}

const system = await startBenchSystem();
const browser = await launch();
try {
  const staff = await system.person('admin', 'agent-of-the-bench');
  const desk = { browser, system, staff };
  say(`Chromium ${browser.version()}${' '.repeat(47)}      p50      p95      max`);
  let filled = 0;
  for (const size of sizes) {
    const ids = await fillOpenConversations({
      databaseUrl: system.databaseUrl,
      conversations: size - filled,
      messagesEach: 5,
      adminId: staff.principal.id,
      tag: `of${size}`,
      newestAt: new Date(Date.now() - 60_000 * (filled + 10)),
    });
    const of = `of ${size.toLocaleString('en')}: `;
    if (filled === 0) {
      for (const line of await measureFirstLoad(desk)) {
        figures[line.name] = line;
        say(`${line.name.padEnd(66)}${line.text}`);
        if (line.scriptKiB > 250 * tolerance) process.exitCode = 1;
      }
    }
    const { cold, warm } = await measureInteractive(desk, Number(values.loads));
    report(`${of}rows on the screen and clickable, nothing in the cache`, spread(cold), 'ms', {
      of: 'p50',
      below: 1_500,
    });
    report(`${of}the same, all in the cache`, spread(warm), 'ms', { of: 'p50', below: 1_500 });
    const switched = await measureSwitching(desk, 8, 5);
    report(`${of}back to an open conversation, click to painted`, spread(switched.byClockMs));
    report(`${of}its longest frame, CPU of the page`, spread(switched.cpuMs), 'ms', { of: 'p50', below: 50 });
    const list = await measureList(desk);
    report(`${of}scrolling, CPU of the page for a frame`, spread(list.frames), 'ms', { of: 'max', below: 50 });
    report(`${of}heap after it`, spread([list.heapMB]), 'MB', { of: 'max', below: 200 });
    const messages = await measureMessages(desk, filled === 0 ? Number(values.messages) : 50);
    report(`${of}sent to painted, in the open conversation`, spread(messages.inConversation), 'ms', {
      of: 'p95',
      below: 150,
    });
    report(`${of}sent to painted, in its row`, spread(messages.inRow), 'ms', { of: 'p95', below: 150 });
    report(`${of}sent until its row stands at the top`, spread(messages.toTop));
    filled += ids.length;
  }
  const long = await measureLongConversation(desk);
  report('back to a conversation with 1,000 loaded, click to painted', spread(long.byClockMs));
  report('its longest frame, CPU of the page', spread(long.cpuMs), 'ms', { of: 'p50', below: 50 });
  if (values.keep !== '') {
    mkdirSync(values.keep, { recursive: true });
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, load: load() };
    const file = { at: new Date().toISOString(), machine, options: values, figures };
    writeFileSync(join(values.keep, 'console.json'), `${JSON.stringify(file, undefined, 2)}\n`);
  }
} finally {
  await browser.close();
  await system.stop();
}
