import { copyFileSync, openSync, readFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';

const maxBytes = 32 * 1024 * 1024;
const checkEveryMs = 10_000;

export interface LogFile {
  readonly path: string;
  /** Opened for appending, to be given to processes: they write to it without us in between. */
  readonly descriptor: number;
}

/** Starts a new file; what the run before wrote stays in `.previous.log`. */
export function openLogFile(path: string): LogFile {
  rmSync(previous(path), { force: true });
  if (sizeOf(path) > 0) renameSync(path, previous(path));
  return { path, descriptor: openSync(path, 'a', 0o600) };
}

/** Keeps each file below its limit while processes append to it. Returns what ends the watch. */
export function boundLogFiles(files: () => Iterable<LogFile>): () => void {
  const timer = setInterval(() => {
    for (const { path } of files()) {
      if (sizeOf(path) <= maxBytes) continue;
      copyFileSync(path, previous(path));
      truncateSync(path);
    }
  }, checkEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** The last lines as one line, for an error message. Of a JSON line only its message. */
export function logTail(path: string, lines = 3): string {
  const text = sizeOf(path) === 0 ? '' : readFileSync(path, 'utf8').slice(-16_384);
  const tail = text.split('\n').filter((line) => line.trim() !== '');
  return tail.slice(-lines).map(readable).join(' | ');
}

function readable(line: string): string {
  try {
    const record: unknown = JSON.parse(line);
    if (typeof record === 'object' && record !== null && 'msg' in record) return String(record.msg);
  } catch {
    // A line of plain text.
  }
  return line.trim();
}

function previous(path: string): string {
  return path.replace(/(\.log)?$/, '.previous.log');
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
