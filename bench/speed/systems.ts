import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Stack } from '@livechat/stack/start-stack';
import jwt from 'jsonwebtoken';
import pg from 'pg';
import { cpuSeconds, type Parts } from './cpu.ts';
import type { Sender } from './jobs.ts';

/** What is measured, ready to be written to. */
export interface System {
  name: string;
  gateway: string;
  /** Where sockets connect: to realtime itself, as an ingress has it. */
  sockets: string;
  senders: Sender[];
  staff: string;
  /** Of each of its parts, Postgres among them, until now; in seconds. */
  cpu(): Record<string, number>;
  /** Messages that are stored. */
  rows(): Promise<number>;
  stop(): void;
}

const sign = (secret: string, role: string, sub: string) =>
  jwt.sign({ sub, role, username: sub, name: sub }, secret, { algorithm: 'HS256', expiresIn: '2 hours' });

export async function ours(stack: Stack, secret: string, people: number): Promise<System> {
  const { gateway, services, infrastructure } = stack.manifest();
  const senders: Sender[] = [];
  for (let index = 0; index < people; index += 1) {
    const token = sign(secret, 'user', `customer-${index}`);
    const response = await fetch(`${gateway}/api/chat/conversations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ subject: 'My order', message: 'Hello' }),
    });
    if (response.status !== 201) throw new Error(`no conversation: ${response.status} ${await response.text()}`);
    const { conversation } = (await response.json()) as { conversation: { id: number } };
    senders.push({ token, conversationId: conversation.id });
  }
  const parts: Parts = {
    ...Object.fromEntries(Object.entries(services).map(([name, instances]) => [name, instances.map(({ pid }) => pid)])),
    ...Object.fromEntries(
      Object.entries(infrastructure).map(([name, { pid }]) => [name, pid === undefined ? [] : [pid]]),
    ),
  };
  const database = new pg.Client(stack.manifest().databaseUrl);
  await database.connect();
  return {
    name: 'Live Chat',
    gateway,
    sockets: services.realtime[0]?.publicUrl ?? gateway,
    senders,
    staff: sign(secret, 'admin', 'agent-of-the-bench'),
    cpu: () => cpuSeconds(parts),
    rows: () => count(database, 'chat_messages'),
    stop: () => void database.end(),
  };
}

/** The baselines: M, an honest single process, and T, the same one tuned. On the same Postgres. */
export async function singleProcess(stack: Stack, secret: string, people: number, tuned: boolean): Promise<System> {
  const { databaseUrl, infrastructure } = stack.manifest();
  const child = fork(join(import.meta.dirname, 'single-process.ts'), {
    execArgv: [],
    env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl, AUTH_JWT_SECRET: secret, ...(tuned && { TUNED: '1' }) },
  });
  const [{ port }] = await once(child, 'message');
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(`
    create table if not exists single_conversations (
      id bigint generated always as identity primary key, username text not null, last_seq bigint not null default 0,
      unread integer not null default 0, last_message_at timestamptz);
    create table if not exists single_messages (
      id bigint generated always as identity primary key,
      conversation_id bigint not null references single_conversations, seq bigint not null, sender text not null,
      message text not null, client_message_id uuid not null, created_at timestamptz not null default now(),
      unique (conversation_id, seq), unique (conversation_id, client_message_id))`);
  const senders: Sender[] = [];
  for (let index = 0; index < people; index += 1) {
    const name = `customer-${index}`;
    const { rows } = await client.query('insert into single_conversations (username) values ($1) returning id::int', [
      name,
    ]);
    senders.push({ token: sign(secret, 'user', name), conversationId: rows[0].id });
  }
  return {
    name: tuned ? 'T' : 'M',
    gateway: `http://127.0.0.1:${port}`,
    sockets: `http://127.0.0.1:${port}`,
    senders,
    staff: sign(secret, 'admin', 'agent-of-the-bench'),
    cpu: () => cpuSeconds({ process: [pidOf(child)], postgres: [infrastructure.postgres.pid ?? 0] }),
    rows: () => count(client, 'single_messages'),
    stop() {
      void client.end();
      child.kill();
    },
  };
}

async function count(database: pg.Client, table: string): Promise<number> {
  const { rows } = await database.query(`select count(*)::int as n from ${table}`);
  return rows[0].n;
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('a process did not start');
  return pid;
}
