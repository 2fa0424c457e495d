import type { Socket } from 'socket.io-client';
import { statusOf } from './answers.ts';
import type { Ledger } from './ledger.ts';

export type SocketAnswer<Fields> = ({ ok: true } & Fields) | { ok: false; status: number; error: { code: string } };

/** Shorter than the client's 10 s: a plain client that waits long shows nothing of a hung instance. */
const timeoutMs = 5_000;

/** One question over a socket, as a plain client puts it; undefined when there was no answer. */
export async function askSocket<Fields>(
  ledger: Ledger,
  socket: Socket,
  event: string,
  payload: object,
): Promise<SocketAnswer<Fields> | undefined> {
  if (!socket.connected) return undefined;
  const call = ledger.answers.call(event, 'socket');
  try {
    const answer = await socket.timeout(timeoutMs).emitWithAck(event, payload);
    const status = answer.ok ? 200 : statusOf(answer.error?.code);
    call.answered(status);
    return answer.ok ? answer : { ...answer, status };
  } catch {
    call.unanswered();
    return undefined;
  }
}
