import { messageOf, stackError } from '../stack-error.ts';

export interface Source<T> {
  name: string;
  /** Undefined when this source has nothing to offer; throws when it should have but could not be had. */
  find: () => Promise<T | undefined> | T | undefined;
}

/** Asks the sources in their order. When none has it, throws one line with the advice and what went wrong on the way. */
export async function firstAvailable<T>(
  sources: readonly Source<T>[],
  advice: string,
  signal: AbortSignal,
): Promise<T> {
  const troubles: string[] = [];
  for (const source of sources) {
    signal.throwIfAborted();
    try {
      const found = await source.find();
      if (found !== undefined) return found;
    } catch (error) {
      signal.throwIfAborted();
      troubles.push(`${source.name}: ${messageOf(error)}`);
    }
  }
  throw stackError([advice, ...troubles].join(' | ').replaceAll(/\s+/g, ' '));
}
