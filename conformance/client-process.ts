import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Shown } from './judge.ts';

export interface Reply {
  id: number;
  clientMessageId?: string;
  messages?: Shown[];
}

export type Command =
  | { command: 'connect'; baseUrl: string; tokenUrl: string; person: string; conversationId: number; stateDir: string }
  | { command: 'send'; text: string }
  | { command: 'show' | 'hint' | 'close' };

/** One process of the client under test. */
export interface ClientProcess {
  /** Whether it may serve another person after `close`. */
  reusable: boolean;
  /** Rejects with a `ClientFault` when no answer comes, or one that does not fit. */
  ask(command: Command): Promise<Reply>;
  /** As the operating system ends an app: without a word. */
  kill(): Promise<void>;
}

/** The client under test does not do its part of the protocol. */
export class ClientFault extends Error {}

export interface ClientCommand {
  program: string;
  args: readonly string[];
  environment?: NodeJS.ProcessEnv;
}

const startLimitMs = 60_000;
const answerLimitMs = 15_000;

const ajv = new Ajv2020({ allowUnionTypes: true });
addFormats.default(ajv);
const isLine = ajv.compile<{ ready: true; reusable?: boolean } | Reply>(
  JSON.parse(readFileSync(join(import.meta.dirname, 'schemas/reply.json'), 'utf8')),
);

/** Starts the program and waits until it is ready. */
export async function startClient({ program, args, environment }: ClientCommand): Promise<ClientProcess> {
  const child = spawn(program, args, { stdio: 'pipe', env: { ...process.env, ...environment } });
  const waiting = new Map<number, { resolve(reply: Reply): void; reject(fault: ClientFault): void }>();
  let complaints = '';
  let ended: ClientFault | undefined;
  let lastId = 0;
  let isReady: (reusable: boolean) => void = () => {};

  const end = (reason: string) => {
    ended ??= new ClientFault(`${reason}${complaints && `: ${complaints.slice(-2_000)}`}`);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
    child.kill('SIGKILL');
  };
  child.stderr.on('data', (data) => {
    complaints += data;
  });
  // What is written to somebody who is gone.
  child.stdin.on('error', () => {});
  const hasEnded = endOf(child, end);
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = parsed(text);
    if (!isLine(line)) return end(`said "${text.slice(0, 200)}", which does not fit: ${ajv.errorsText(isLine.errors)}`);
    if ('ready' in line) return isReady(line.reusable ?? false);
    waiting.get(line.id)?.resolve(line);
    waiting.delete(line.id);
  });

  const within = <Value>(limitMs: number, what: string, work: Promise<Value>) => {
    const timer = setTimeout(() => end(`${what}: not within ${limitMs / 1_000} s`), limitMs);
    return work.finally(() => clearTimeout(timer));
  };
  const ready = new Promise<boolean>((resolve, reject) => {
    isReady = resolve;
    waiting.set(0, { resolve: () => {}, reject });
  });
  const reusable = await within(startLimitMs, 'ready', ready);
  waiting.delete(0);

  return {
    reusable,
    ask(command) {
      if (ended) return Promise.reject(ended);
      lastId += 1;
      const id = lastId;
      const answer = new Promise<Reply>((resolve, reject) => waiting.set(id, { resolve, reject }));
      child.stdin.write(`${JSON.stringify({ id, ...command })}\n`);
      return within(answerLimitMs, command.command, answer);
    },
    async kill() {
      child.kill('SIGKILL');
      await hasEnded;
    },
  };
}

function endOf(child: ChildProcess, tell: (reason: string) => void): Promise<void> {
  return new Promise((resolve) => {
    child.once('error', (err) => {
      tell(`cannot be started: ${err.message}`);
      resolve();
    });
    child.once('close', (code, signal) => {
      tell(`ended with ${code ?? signal}`);
      resolve();
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Said so, with the line.
    return undefined;
  }
}
