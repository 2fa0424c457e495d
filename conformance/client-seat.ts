import { type ClientCommand, type ClientProcess, type Command, type Reply, startClient } from './client-process.ts';

/** A place for one client under test at a time; its process serves schedule after schedule, as far as it can. */
export interface ClientSeat {
  ask(command: Command): Promise<Reply>;
  /** Kills it with SIGKILL; the next command goes to a new process. */
  kill(): Promise<void>;
  /** The schedule is over: the process is kept for the next one only if nothing is wrong with it. */
  leave(): Promise<void>;
}

export function createClientSeat(command: ClientCommand): ClientSeat {
  let client: ClientProcess | undefined;

  const kill = async () => {
    const killed = client;
    client = undefined;
    await killed?.kill();
  };

  return {
    async ask(asked) {
      client ??= await startClient(command);
      return client.ask(asked);
    },
    kill,
    async leave() {
      try {
        if (client?.reusable) await client.ask({ command: 'close' });
        else await kill();
      } catch {
        // It has been judged for what went before.
        await kill();
      }
    },
  };
}
