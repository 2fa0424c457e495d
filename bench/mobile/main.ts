import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from '../../apps/console/e2e/setup/launch.ts';
import type { BenchDesk } from '../console/desk.ts';
import { measureFirstLoad } from '../console/first-load.ts';
import { startBenchSystem } from '../console/system.ts';
import { type Spread, spread } from '../staff-list/spread.ts';
import { fillOwnConversation } from './fill-own-conversation.ts';
import { scriptSizes } from './script-size.ts';
import { measureOpening, measureScrolling } from './slow-phone.ts';

// What the customers' app costs a phone: a processor four times slower than this one, a slow network. Exits with 1 when a goal
// is missed that other work of the machine has no part in: sizes, and CPU that the page takes. The clock is shown beside it.
const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '5' },
    messages: { type: 'string', default: '1000' },
    /** A folder for the figures. */
    keep: { type: 'string', default: '' },
  },
});
const messages = Number(values.messages);
const frameMs = 20;
const say = (line: string) => void process.stdout.write(`${line}\n`);
const figures: Record<string, unknown> = {};

function report(name: string, found: Spread, unit: string, goal?: { of: keyof Spread; below: number }): void {
  figures[name] = found;
  const columns = [found.p50, found.p95, found.max].map((value) => value.toFixed(1).padStart(9)).join('');
  const isMissed = goal !== undefined && found[goal.of] > goal.below;
  const verdict = goal ? `  ${goal.of} below ${goal.below}: ${isMissed ? 'MISSED' : 'reached'}` : '';
  if (isMissed) process.exitCode = 1;
  say(`${name.padEnd(66)}${columns} ${unit.padEnd(4)} load ${loadavg()[0]?.toFixed(1)}${verdict}`);
}

const system = await startBenchSystem('mobile');
const browser = await launch();
try {
  const customer = await system.person('user', 'customer-of-the-bench');
  const subject = 'A long story';
  await fillOwnConversation({ databaseUrl: system.databaseUrl, userId: customer.principal.id, subject, messages });
  const shown = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
  const desk: BenchDesk = { browser, system, staff: customer, app: 'app', shown };
  say(`Chromium ${browser.version()}${' '.repeat(47)}      p50      p95      max`);
  for (const { name, kiB, files, goalKiB } of scriptSizes(system.appDir)) {
    figures[name] = { kiB, files };
    const isMissed = kiB >= goalKiB;
    if (isMissed) process.exitCode = 1;
    const verdict = `${kiB.toFixed(1)} KiB of script in ${files.length} files; below ${goalKiB}`;
    say(`${name.padEnd(66)}${verdict}: ${isMissed ? 'MISSED' : 'reached'}`);
  }
  for (const { name, text } of await measureFirstLoad(desk)) say(`${`${name}, as it came`.padEnd(66)}${text}`);
  const opening = await measureOpening(desk, subject, Number(values.times));
  report('slow phone and network: list on the screen, nothing in the cache', spread(opening.cold), 'ms');
  report('the same, opened again', spread(opening.warm), 'ms');
  report('opened again without any network', spread(opening.offline), 'ms');
  report(`slow phone: a conversation of ${messages}, tap to painted`, spread(opening.conversation), 'ms');
  const { byClockMs, cpuMs, scrolledTo } = await measureScrolling(desk, subject, messages);
  say(`scrolled from message ${messages} to ${scrolledTo} in ${byClockMs.length} frames`);
  report('slow phone: scrolling through it, a frame by the clock', spread(byClockMs), 'ms');
  report('the same, CPU of the page for a frame', spread(cpuMs), 'ms', { of: 'p95', below: frameMs });
} finally {
  await browser.close();
  await system.stop();
}
if (values.keep) {
  mkdirSync(values.keep, { recursive: true });
  writeFileSync(join(values.keep, 'mobile.json'), `${JSON.stringify(figures, undefined, 2)}\n`);
}
