const name = 'StackError';

/** An error whose message is one line for the person who started the stack. */
export function stackError(line: string, cause?: unknown): Error {
  return Object.assign(new Error(line, { cause }), { name });
}

export function isStackError(error: unknown): error is Error {
  return error instanceof Error && error.name === name;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
