import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { madeUpText } from '../bench/load/made-up-text.ts';
import { ClientFault } from './client-process.ts';
import type { ClientSeat } from './client-seat.ts';
import { createGatewayCalls, type System } from './gateway-calls.ts';
import { judgeEnd, judgeShown, type Sent, type Shown, type Stored } from './judge.ts';
import { type ChaosProxy, startChaosProxy } from './proxy/start-chaos-proxy.ts';
import { createTokens } from './proxy/tokens.ts';
import { byWeight, type Violation } from './rules.ts';
import { has, isHalfOpen, isTokenEnd, type Schedule, type Step } from './schedule.ts';

export interface Result {
  schedule: Schedule;
  /** The broken rules, the one that explains the others first; empty when all is well. */
  violations: Violation[];
  seconds: number;
}

export interface RunOptions {
  system: System;
  seat: ClientSeat;
  /** How long a client may take until everything is as it should be. One that is done is not waited for. */
  settleMs: number;
}

const lookEveryMs = 50;
let texts = 0;

/** Takes one client through one schedule, and judges it. */
export async function runSchedule(schedule: Schedule, { system, seat, settleMs }: RunOptions): Promise<Result> {
  const beganAt = performance.now();
  const calls = createGatewayCalls(system);
  const newText = (by: string) => {
    texts += 1;
    return `${by} no. ${texts}: ${madeUpText()}`;
  };
  const { claims, conversationId } = await calls.openConversation(newText('somebody'));
  const tokens = createTokens(claims, system.jwtSecret);
  const proxy = await startChaosProxy(system.gateway, tokens);
  const stateDir = mkdtempSync(join(tmpdir(), 'livechat-conformance-'));
  const sent: Sent[] = [];
  const seen: Violation[] = [];
  let shown: Shown[] = [];
  let stored: Stored[] = [];

  const connect = () => {
    const { url: baseUrl, tokenUrl } = proxy;
    return seat.ask({ command: 'connect', baseUrl, tokenUrl, person: claims.sub, conversationId, stateDir });
  };
  const look = async () => {
    const { messages } = await seat.ask({ command: 'show' });
    if (!messages) throw new ClientFault('show was answered without messages');
    shown = messages;
    seen.push(...judgeShown(shown));
  };
  const send = async () => {
    const text = newText('customer');
    const { clientMessageId } = await seat.ask({ command: 'send', text });
    if (clientMessageId === undefined) throw new ClientFault('send was answered without a clientMessageId');
    sent.push({ clientMessageId, text });
  };
  const judge = () => {
    const isRenewed = has(schedule, isTokenEnd) ? tokens.isRenewed() : undefined;
    const attempted = proxy.sends.ids();
    return judgeEnd({ sent, stored, shown, attempted, wasSilent: has(schedule, isHalfOpen), isRenewed });
  };
  /** Waits until nothing is wrong, or the time is over; a rule that holds at any time is not mended by waiting. */
  const settle = async (): Promise<Violation[]> => {
    const giveUpAt = performance.now() + settleMs;
    for (;;) {
      await look();
      const isBroken = seen.length > 0 || proxy.sends.violations().length > 0;
      const isOver = isBroken || performance.now() > giveUpAt;
      // Read again only when what is shown looks well, or for the last word.
      if (isOver || (shown.length >= stored.length && shown.every(({ state }) => state === 'stored'))) {
        await proxy.quiet();
        stored = await calls.readAll(conversationId);
        const violations = judge();
        if (violations.length === 0 || isOver) return violations;
      }
      await delay(lookEveryMs);
    }
  };

  const take = async (step: Step) => {
    if ('staff' in step) {
      for (let count = 0; count < step.count; count += 1) await calls.writeAsStaff(conversationId, newText('staff'));
    } else if ('network' in step) await proxy.apply(step);
    else if (step.client === 'send') for (let count = 0; count < step.count; count += 1) await send();
    else if (step.client === 'hint') await seat.ask({ command: 'hint' });
    else if (step.client === 'settle') await settle();
    else await restart(seat, proxy, connect);
  };

  try {
    await connect();
    for (const step of schedule.steps) await take(step);
    proxy.heal();
    await seat.ask({ command: 'hint' });
    await calls.writeAsStaff(conversationId, newText('staff'));
    let violations = await settle();
    // What was read because of a gap says nothing of the connection: it must carry what comes now.
    if (violations.length === 0) {
      await calls.writeAsStaff(conversationId, newText('staff'));
      violations = await settle();
    }
    violations = [...seen, ...violations, ...proxy.sends.violations()];
    return { schedule, violations: byWeight(violations), seconds: secondsSince(beganAt) };
  } catch (err) {
    if (!(err instanceof ClientFault)) throw err;
    const violations: Violation[] = [{ rule: 'ANSWERS', detail: err.message }];
    await seat.kill();
    return { schedule, violations, seconds: secondsSince(beganAt) };
  } finally {
    await seat.leave();
    proxy.close();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

async function restart(seat: ClientSeat, proxy: ChaosProxy, connect: () => Promise<unknown>): Promise<void> {
  await seat.kill();
  proxy.sends.restarted();
  await connect();
}

const secondsSince = (beganAt: number) => (performance.now() - beganAt) / 1_000;
