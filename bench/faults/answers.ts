import { errors, isErrorCode } from '@livechat/contracts/errors';

/** By which way a call went: sockets end in realtime, and halt with it. */
export type Door = 'rest' | 'socket';

/** One call, from its first byte to its answer. Only the first of the two counts. */
export interface Call {
  answered(status: number): void;
  /** The connection ended, or the caller gave up. */
  unanswered(): void;
}

export interface Answers {
  call(what: string, door: Door): Call;
  /** Resolves when every call has its answer or is overdue; those are blamed. */
  ended(): Promise<void>;
}

export interface AnswersOptions {
  blame(sentence: string): void;
  /** Whose answers wait in a network or a process that is halted: their time says nothing of the services. */
  halted: readonly Door[];
  now?(): number;
  wait?(): Promise<void>;
}

/** The edge answers in 2.5 s; what a busy machine adds comes on top. */
export const answerLimitMs = 3_500;

/**
 * I7: an answer is no 5xx but 503, and is there in time. One that never comes is as bad as one that is late. A
 * connection that ends before that says nothing: whoever held it may have been killed.
 */
export function judgeAnswers({ blame, halted, now = () => performance.now(), wait = soon }: AnswersOptions): Answers {
  const open = new Map<Call, number>();
  return {
    call(what, door) {
      const startedAt = now();
      const end = (status?: number) => {
        if (!open.delete(call)) return;
        const tookMs = now() - startedAt;
        if (status !== undefined && status >= 500 && status !== 503) blame(`${what}: answered with ${status}`);
        if (tookMs <= answerLimitMs || halted.includes(door)) return;
        const answer = status === undefined ? 'not answered' : `answered with ${status}`;
        blame(`${what}: ${answer} after ${Math.round(tookMs)} ms`);
      };
      const call: Call = { answered: end, unanswered: () => end() };
      open.set(call, startedAt);
      return call;
    },
    async ended() {
      while ([...open.values()].some((startedAt) => now() - startedAt <= answerLimitMs)) await wait();
      for (const call of [...open.keys()]) call.unanswered();
    },
  };
}

const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 50));

/** What a socket's refusal would be over REST; a code that nobody declared is a defect. */
export function statusOf(code: unknown): number {
  return isErrorCode(code) ? errors[code].status : 500;
}
