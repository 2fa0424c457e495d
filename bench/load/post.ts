import { connect, type Socket } from 'node:net';

export interface Posted {
  /** An HTTP status, or the code of what happened to the connection. */
  end: string;
  /** Status line and headers as they came; empty when there was no answer. */
  head: string;
}

export interface Poster {
  /** One POST over a kept connection; `head` is all from the path's host on but the length. Never rejects. */
  post(head: string, body: string): Promise<Posted>;
  close(): void;
}

/** The lines of a POST that stay the same for a sender, with which `post` begins. */
export function postHead({ pathname, host }: URL, token: string): string {
  return `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
}

/**
 * A client that costs next to nothing: where load and what is measured share a machine, Node's own takes more of it than
 * a request takes in the gateway. It knows answers with a Content-Length only, and nothing of pipelining.
 */
export function createPoster({ hostname, port }: URL, giveUpMs = 10_000): Poster {
  const idle: Line[] = [];
  const all = new Set<Line>();
  return {
    post(head, body) {
      const line = idle.pop() ?? openLine(hostname, Number(port), all);
      const bytes = `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
      return new Promise((resolve) => {
        const timer = setTimeout(() => line.end('NO_ANSWER'), giveUpMs);
        line.ask(bytes, (posted, isKept) => {
          clearTimeout(timer);
          if (isKept) idle.push(line);
          else {
            const index = idle.indexOf(line);
            if (index >= 0) idle.splice(index, 1);
          }
          resolve(posted);
        });
      });
    },
    close() {
      for (const line of all) line.end('CLOSED');
    },
  };
}

interface Line {
  ask(bytes: string, done: Done): void;
  end(why: string): void;
}

type Done = (posted: Posted, isKept: boolean) => void;

function openLine(host: string, port: number, all: Set<Line>): Line {
  const socket: Socket = connect({ host, port, noDelay: true });
  let waiting: Done | undefined;
  let received = '';
  const answer = (posted: Posted, isKept: boolean) => {
    const done = waiting;
    waiting = undefined;
    received = '';
    done?.(posted, isKept);
  };
  const line: Line = {
    ask(bytes, done) {
      waiting = done;
      if (socket.destroyed) return void setImmediate(() => answer({ end: 'CLOSED', head: '' }, false));
      socket.write(bytes);
    },
    end(why) {
      all.delete(line);
      socket.destroy();
      answer({ end: why, head: '' }, false);
    },
  };
  all.add(line);
  socket.on('data', (data) => {
    // One character for each byte, so that lengths agree.
    received += data.toString('latin1');
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = received.slice(0, headEnd);
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
    if (length === undefined) return line.end('NO_LENGTH');
    if (received.length < headEnd + 4 + Number(length)) return;
    const isKept = !/\r\nconnection: close/i.test(head);
    answer({ end: head.slice(9, 12), head }, isKept);
    if (!isKept) line.end('CLOSED');
  });
  socket.on('error', (err: NodeJS.ErrnoException) => line.end(err.code ?? 'ERROR'));
  socket.on('close', () => line.end('CLOSED'));
  return line;
}
