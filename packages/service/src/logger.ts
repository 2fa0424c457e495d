import { pino } from 'pino';

export type Logger = pino.Logger;

/**
 * JSON lines on standard output, written while the process goes on; what came meanwhile goes out in one write. A process
 * that is killed may lose the last ones. Texts, tokens and e-mail addresses never go in. `traceId` is asked at each
 * line.
 */
export function createLogger(
  service: string,
  instance: string,
  level: string,
  traceId: () => string | undefined = () => undefined,
  destination: pino.DestinationStream = gathered(),
): Logger {
  return pino(
    {
      level,
      base: { service, instance },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorFields },
      mixin() {
        const id = traceId();
        return id === undefined ? {} : { trace_id: id };
      },
    },
    destination,
  );
}

/** Not all that an error carries: Postgres puts whole rows into one's `detail`. */
function errorFields(err: Error) {
  const { type, message, stack, code } = pino.stdSerializers.err(err);
  return { type, message, stack, code };
}

/** Each write wakes a thread that writes and then this process again, as dear as the rest of what one message costs. */
function gathered(): pino.DestinationStream & { flush(done?: (err?: Error) => void): void } {
  const out = pino.destination({ dest: 1, sync: false, minLength: 8_192 });
  let due = false;
  return {
    write(line) {
      out.write(line);
      if (due) return;
      due = true;
      setTimeout(() => {
        due = false;
        out.flush();
      }, 20);
    },
    flush: (done) => out.flush(done),
  };
}
