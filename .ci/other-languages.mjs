// Starts the system, and lets clients in Python and Java talk through it with somebody of staff, who checks what is heard.
import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import jwt from 'jsonwebtoken';
import { io } from 'socket.io-client';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'livechat-languages-'));
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'livechat');
const secret = randomBytes(32).toString('base64url');
const startTimeoutMs = 300_000;
const installTimeoutMs = 300_000;
const clientTimeoutMs = 60_000;
const stopTimeoutMs = 60_000;
const heardTimeoutMs = 10_000;

const transports = ['websocket', 'polling', 'polling,websocket'];
/** What runs at this moment, so that nothing is left when something fails. */
const running = new Set();
const leftovers = new Set([folder]);

// Whatever ends this ends what it started too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => finish(1));
const began = performance.now();
try {
  const [address, python, java] = await Promise.all([startSystem(), installPython(), buildJava()]);
  report('the system is ready, and both clients are built');
  const staff = await connectStaff(address);
  const clients = transports.flatMap((transport, index) => [
    { name: `Python over ${transport}`, transport, command: python, bySubject: index === 1 },
    { name: `Java over ${transport}`, transport, command: java, bySubject: index !== 1 },
  ]);
  // Each is a person of its own, and they come at once.
  const results = await Promise.allSettled(clients.map((client) => talk(client, address, staff)));
  staff.close();
  const failures = results.filter(({ status }) => status === 'rejected');
  for (const { reason } of failures) console.error(`FAILED: ${reason.message}`);
  report(`${results.length - failures.length} of ${results.length} clients in other languages work`);
  await finish(failures.length === 0 ? 0 : 1);
} catch (error) {
  console.error(error);
  await finish(1);
}

async function startSystem() {
  const node = join(root, 'node_modules/.bin/node');
  const args = ['--conditions=source', 'packages/stack/src/main.ts', '--replicas', 'realtime=2,chat=2'];
  const environment = { ...process.env, LIVECHAT_PORT: '0', LIVECHAT_DATA_DIR: folder, AUTH_JWT_SECRET: secret };
  const system = start('the system', node, args, { env: environment });
  const ready = new Promise((done) => {
    let printed = '';
    system.child.stdout.on('data', (data) => {
      printed += data;
      const address = /^Live Chat is ready at (\S+)/m.exec(printed)?.[1];
      if (address) done(address);
    });
  });
  const ended = system.ended.then((code) => Promise.reject(new Error(`the system ended with ${code}`)));
  return within(Promise.race([ready, ended]), startTimeoutMs, 'the system is not ready in time');
}

async function installPython() {
  const requirements = 'tests/clients/python/requirements.txt';
  const which = await run('python3', ['-c', 'import sys; print(sys.version, sys.prefix)']);
  const environment = await keep('client-python', which + readFileSync(join(root, requirements)), async (made) => {
    await run('python3', ['-m', 'venv', made]);
    await run(join(made, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
  });
  return [join(environment, 'bin/python'), 'tests/clients/python/customer.py'];
}

async function buildJava() {
  const pom = 'tests/clients/java/pom.xml';
  const jars = await keep('client-java', readFileSync(join(root, pom)), async (made) => {
    const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${made}`];
    await run('mvn', ['--batch-mode', '--quiet', '--file', pom, ...copy]);
  });
  const classes = join(folder, 'classes');
  const classPath = [join(jars, '*'), classes].join(delimiter);
  await run('javac', ['-encoding', 'UTF-8', '-cp', classPath, '-d', classes, 'tests/clients/java/Customer.java']);
  return ['java', '-Dfile.encoding=UTF-8', '-cp', classPath, 'Customer'];
}

/** A folder in the cache, made anew when what it is made from changes; it is there whole or not at all. */
async function keep(name, madeFrom, make) {
  const kept = join(cache, `${name}-${createHash('sha256').update(madeFrom).digest('hex').slice(0, 16)}`);
  if (existsSync(kept)) return kept;
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(`${kept}-`);
  leftovers.add(made);
  await make(made);
  try {
    renameSync(made, kept);
  } catch (error) {
    // Another run was faster.
    if (!existsSync(kept)) throw error;
  }
  return kept;
}

/** Somebody of staff, whose ears are kept. */
async function connectStaff(address) {
  const token = tokenOf('admin');
  const socket = io(address, { auth: { token }, transports: ['websocket'] });
  const heard = [];
  socket.onAny((event, payload) => heard.push({ event, payload }));
  await within(new Promise((done) => socket.once('connect', done)), heardTimeoutMs, 'staff cannot connect');
  return {
    address,
    token,
    ask: (event, payload) => socket.timeout(heardTimeoutMs).emitWithAck(event, payload),
    close: () => socket.close(),
    async hear(what, fits) {
      for (const end = performance.now() + clientTimeoutMs; performance.now() < end; await wait(20)) {
        const found = heard.find(({ event, payload }) => fits(event, payload));
        if (found) return found.payload;
      }
      throw new Error(`staff did not hear ${what}`);
    },
  };
}

/** One conversation: the client is the customer, and this program answers as staff. */
async function talk({ name, transport, command, bySubject }, address, staff) {
  const subject = randomUUID();
  const username = `customer-${subject.slice(0, 8)}`;
  const token = tokenOf('user', subject, username);
  const { principal } = await call(address, token, 'GET', '/api/auth/me');
  const { conversation } = await call(address, token, 'POST', '/api/chat/conversations', {
    username,
    subject: 'App Login Issue',
    priority: 'high',
    message: "I can't log into the app with my credentials.",
  });
  const conversationId = conversation.id;
  const isHere = (payload) => payload?.conversationId === conversationId;
  const joined = await staff.ask('join-chat', { conversationId });
  if (!joined.ok) throw new Error(`${name}: staff cannot join: ${joined.error.code}`);

  const userId = bySubject ? subject : principal.id;
  const carrier = bySubject ? 'header' : 'auth';
  const args = [...command.slice(1), address, token, conversationId, userId, transport, carrier].map(String);
  const client = start(name, command[0], args);
  const answering = async () => {
    await staff.hear('typing', (event, it) => event === 'user-typing' && isHere(it) && it.userType === 'user');
    await staff.hear('the message', (event, it) => event === 'new-user-message' && isHere(it) && it.message.seq === 2);
    await staff.ask('typing-start', { conversationId });
    await call(address, staff.token, 'POST', `/api/chat/admin/conversations/${conversationId}/messages`, {
      message: "Hello! I'll help you with your login issue. Can you tell me what error message you're seeing?",
    });
    await staff.hear('the mark', (event, it) => event === 'messages-read' && isHere(it) && it.readerType === 'user');
  };
  const ended = within(client.ended, clientTimeoutMs, 'does not end').then((code) => {
    if (code !== 0 || !client.output().trimEnd().endsWith('done')) throw new Error(`ended with ${code}`);
  });
  try {
    await Promise.all([ended, answering()]);
    const { messages } = await call(address, token, 'GET', `/api/chat/conversations/${conversationId}/messages`);
    if (messages.length !== 3) throw new Error(`${messages.length} messages are stored instead of 3`);
    console.log(`${name}: works`);
  } catch (error) {
    throw new Error(`${name}: ${error.message}\n${client.output()}`);
  }
}

function tokenOf(role, subject = randomUUID(), username = `${role}-${subject.slice(0, 8)}`) {
  return jwt.sign({ sub: subject, role, username }, secret, { expiresIn: '10 minutes' });
}

async function call(address, token, method, path, body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(heardTimeoutMs);
  const response = await fetch(address + path, { method, headers, body: JSON.stringify(body), signal });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

function start(name, command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const ended = new Promise((done, failed) => {
    child.once('error', (error) => failed(new Error(`${name} cannot be started: ${error.message}`)));
    child.once('close', (code, signal) => done(code ?? signal));
  }).finally(() => running.delete(started));
  // Whoever waits for it is told.
  ended.catch(() => {});
  const started = { name, child, ended, output: () => output };
  running.add(started);
  return started;
}

async function run(command, args) {
  const started = start(command, command, args);
  const code = await within(started.ended, installTimeoutMs, `${command} does not end`);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${started.output()}`);
  return started.output();
}

async function within(promise, limitMs, otherwise) {
  const timer = new AbortController();
  const late = wait(limitMs, undefined, { signal: timer.signal }).then(() => Promise.reject(new Error(otherwise)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
    late.catch(() => {});
  }
}

async function finish(code) {
  for (const { child } of running) child.kill('SIGTERM');
  const ends = [...running].map(({ name, child, ended }) =>
    within(ended, stopTimeoutMs, `${name} does not stop`).catch((error) => {
      console.error(error.message);
      child.kill('SIGKILL');
    }),
  );
  await Promise.all(ends);
  for (const leftover of leftovers) rmSync(leftover, { recursive: true, force: true });
  process.exit(code);
}

function report(what) {
  console.log(`${what}, after ${Math.round((performance.now() - began) / 1000)} s`);
}
