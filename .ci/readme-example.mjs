// Starts the system as the README says, pastes the README's example into a shell, and checks what came of it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dataDir = mkdtempSync(join(tmpdir(), 'livechat-readme-'));
const environment = { ...process.env, LIVECHAT_DATA_DIR: dataDir };
const startTimeoutMs = 300_000;
const exampleTimeoutMs = 60_000;
// What a person does by looking again: the logs with their names, as soon as the last message is in both.
const showLogs = `for log in staff customer; do until grep -q '#3' $log.log; do sleep 0.1; done; done
sed 's/^/staff.log: /' staff.log; sed 's/^/customer.log: /' customer.log; rm staff.log customer.log`;

const first = await start();
console.log(`first start: ready after ${first.seconds} s`);
await stop(first.system);
const second = await start();
console.log(`second start: ready after ${second.seconds} s`);
let failed = false;
try {
  const output = await pasteExample();
  console.log(output);
  expectIn(output, 'staff.log: a customer wrote in conversation 1, "App Login Issue"');
  expectIn(output, 'staff.log: #1 Demo customer: I cannot log into the app with my credentials.');
  expectIn(output, 'staff.log: #3 Demo customer: It says that my account is locked.');
  expectIn(output, 'customer.log: #1 Demo customer: I cannot log into the app with my credentials.');
  expectIn(output, 'customer.log: #2 Demo agent: Hello! I will help you with your login issue.');
  expectIn(output, 'stored as #3');
  expectIn(
    output,
    '\n#1 I cannot log into the app with my credentials.\n#2 Hello! I will help you with your login issue.',
  );
} finally {
  await stop(second.system);
}
if (second.seconds >= 10) fail(`the second start took ${second.seconds} s`);
process.exit(failed ? 1 : 0);

async function start() {
  const began = performance.now();
  const system = spawn('npm', ['start'], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('npm start is not ready in time')), startTimeoutMs);
    let printed = '';
    system.stdout.on('data', (data) => {
      process.stdout.write(data);
      printed += data;
      if (/^Live Chat is ready/m.test(printed)) {
        clearTimeout(timer);
        resolve();
      }
    });
    system.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)));
  });
  return { system, seconds: Math.round((performance.now() - began) / 100) / 10 };
}

async function stop(system) {
  const ended = new Promise((resolve) => system.once('exit', resolve));
  // As Ctrl-C does it: the program itself is told, npm only passes its word on.
  process.kill(JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8')).supervisor.pid, 'SIGTERM');
  const code = await ended;
  if (code !== 0) fail(`npm start ended with ${code} when it was stopped`);
}

async function pasteExample() {
  const readme = readFileSync('README.md', 'utf8');
  const commands = [...readme.matchAll(/<!-- example -->\n+```sh\n(.*?)```/gs)].map(([, block]) => block);
  const script = commands.join('\n').replace('cat staff.log customer.log', () => showLogs);
  const shell = spawn('bash', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'], timeout: exampleTimeoutMs });
  let output = '';
  for await (const data of shell.stdout) output += data;
  return output;
}

function expectIn(output, line) {
  if (!output.includes(line)) fail(`not printed: ${line}`);
}

function fail(reason) {
  failed = true;
  console.error(`README example: ${reason}`);
}
