import { connect, createServer, type Socket } from 'node:net';

const commit = Buffer.from('commit\0');
const commandComplete = Buffer.from('COMMIT\0');
/** The name of the prepared statement, which is told each time it is run. */
const messageInsert = Buffer.from('write-messages');

export interface CommitTrap {
  /** The address of the database, by way of the trap. */
  databaseUrl: string;
  close(): void;
}

/**
 * Stands between chat and Postgres, and reaches two moments in the real process without a hook in it. `committed`: when
 * Postgres has committed a message and says so, the word is held back. `uncommitted`: when chat asks for that commit,
 * Postgres never hears of it. Then `onCommit` is called and the connection is cut.
 */
export async function setCommitTrap(
  databaseUrl: string,
  moment: 'committed' | 'uncommitted',
  onCommit: () => void,
): Promise<CommitTrap> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((chat) => {
    const postgres = connect({ host: target.hostname, port: Number(target.port) });
    let wroteMessage = false;
    const spring = () => {
      onCommit();
      chat.destroy();
      postgres.destroy();
    };
    chat.on('data', (data: Buffer) => {
      wroteMessage ||= data.includes(messageInsert);
      const asked = moment === 'uncommitted' && wroteMessage ? data.indexOf(commit) : -1;
      if (asked >= 0) {
        // What stands before it in the same packet arrives: a letter and a length begin its own message.
        postgres.write(data.subarray(0, asked - 5), spring);
        return;
      }
      postgres.write(data);
    });
    postgres.on('data', (data: Buffer) => {
      if (moment === 'committed' && wroteMessage && data.includes(commandComplete)) return spring();
      chat.write(data);
    });
    for (const [socket, other] of [
      [chat, postgres],
      [postgres, chat],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const trapped = new URL(databaseUrl);
  trapped.host = `127.0.0.1:${address.port}`;
  return {
    databaseUrl: trapped.href,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
