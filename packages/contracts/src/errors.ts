import type { Message } from './chat/message.ts';

/** The one table of errors: what a caller may be told, and the HTTP status that says it. */
export const errors = {
  VALIDATION_FAILED: { status: 400, title: 'The request does not fit' },
  UNAUTHENTICATED: { status: 401, title: 'A valid token is needed' },
  INVALID_CREDENTIALS: { status: 401, title: 'Wrong name or password' },
  FORBIDDEN: { status: 403, title: 'Not allowed' },
  BLOCKED: { status: 403, title: 'This account is blocked' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  CONVERSATION_CLOSED: { status: 409, title: 'The conversation is closed' },
  CONVERSATION_LIMIT_REACHED: { status: 409, title: 'Too many open conversations' },
  CONTEXT_CHANGED: { status: 409, title: 'Others wrote in the meantime' },
  CONFLICT: { status: 409, title: 'This does not fit what is already there' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body must be JSON in UTF-8' },
  MESSAGE_REJECTED: { status: 422, title: 'The message was refused' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  INTERNAL: { status: 500, title: 'Something went wrong here' },
  UNAVAILABLE: { status: 503, title: 'Not available at the moment' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errors;

export interface FieldError {
  path: string;
  message: string;
}

export interface FailureExtras {
  /** Which fields do not fit, or why moderation refused. */
  errors?: FieldError[];
  retryAfterMs?: number;
  /** With CONTEXT_CHANGED: what others wrote in the meantime. */
  messages?: Message[];
}

/**
 * A request that ended in a declared error. It is a value, not an exception, so that the compiler can hold
 * a handler to the errors its contract declares. `detail` is shown to the caller: nothing internal goes in.
 */
export interface Failure<Code extends ErrorCode = ErrorCode> extends FailureExtras {
  readonly failure: Code;
  readonly detail: string;
}

/** Known by having been made here: what a caller sends can have the same fields. */
const failures = new WeakSet<object>();

export function fail<Code extends ErrorCode>(
  code: Code,
  detail: string = errors[code].title,
  extras?: FailureExtras,
): Failure<Code> {
  const made: Failure<Code> = { failure: code, detail, ...extras };
  failures.add(made);
  return made;
}

export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && failures.has(value);
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errors, value);
}

const maxFieldErrors = 20;
/** Names of fields are the caller's own, and come back in paths and messages. */
const maxFieldErrorLength = 200;

/** What zod found, in the words of an answer. */
export function fieldErrors(issues: readonly { path: readonly PropertyKey[]; message: string }[]): FieldError[] {
  return issues
    .slice(0, maxFieldErrors)
    .map(({ path, message }) => ({ path: shorten(path.map(String).join('.')), message: shorten(message) }));
}

function shorten(text: string): string {
  return text.length <= maxFieldErrorLength ? text : `${text.slice(0, maxFieldErrorLength).toWellFormed()}…`;
}
