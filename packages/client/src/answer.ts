import type { ErrorCode, FailureExtras } from '@livechat/contracts/errors';

/**
 * Why there is no answer from the service itself:
 * - `UNREACHABLE`: no connection, one that was cut, or an error of something in between.
 * - `TIMED_OUT`, `ABORTED`: the time limit, or the caller's signal, came first.
 * - `BAD_ANSWER`: an answer that does not fit the contract.
 * - `SIGNED_OUT`: there is no token to ask with.
 */
export type NoAnswerCode = 'UNREACHABLE' | 'TIMED_OUT' | 'ABORTED' | 'BAD_ANSWER' | 'SIGNED_OUT';

/** The service said no. `code` is one that the contract declares; `detail` may be shown to people. */
export interface Refusal<Code extends ErrorCode = ErrorCode> extends FailureExtras {
  ok: false;
  kind: 'refused';
  code: Code;
  detail: string;
}

/** Nobody said anything: what was asked may have been done or not. */
export interface NoAnswer {
  ok: false;
  kind: 'no-answer';
  code: NoAnswerCode;
  detail: string;
}

export type CallFailure<Code extends ErrorCode = ErrorCode> = Refusal<Code> | NoAnswer;

/** What every call resolves to; it never rejects. */
export type CallAnswer<Value, Code extends ErrorCode = ErrorCode> = { ok: true; value: Value } | CallFailure<Code>;

export interface CallOptions {
  /** 10 s unless told. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Only as this person (`SessionState`): what one wrote must not be said by who signs in after them. */
  sender?: string;
}

const details: Record<NoAnswerCode, string> = {
  UNREACHABLE: 'There is no connection',
  TIMED_OUT: 'No answer came in time',
  ABORTED: 'The call was given up',
  BAD_ANSWER: 'The answer could not be understood',
  SIGNED_OUT: 'Nobody is signed in',
};

export function noAnswer(code: NoAnswerCode): NoAnswer {
  return { ok: false, kind: 'no-answer', code, detail: details[code] };
}

export function answered<Value>(value: Value): { ok: true; value: Value } {
  return { ok: true, value };
}

const forGood: readonly ErrorCode[] = ['NOT_FOUND', 'FORBIDDEN', 'VALIDATION_FAILED'];

/** Whether asking again cannot help, whatever becomes of the network, the services and the sign-in. */
export function isForGood(failure: CallFailure): boolean {
  return failure.kind === 'refused' && forGood.includes(failure.code);
}
