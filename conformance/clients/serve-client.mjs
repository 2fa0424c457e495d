import { createInterface } from 'node:readline';

/**
 * The protocol of the kit (conformance/README.md): commands in JSON lines on stdin, answers on stdout. `open` makes a
 * client of `{ baseUrl, tokenUrl, person, conversationId, stateDir }`, with `send`, `show`, `hint` and `close`.
 */
export function serveClient(open) {
  const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
  let client;

  const commands = {
    connect(options) {
      client = open(options);
    },
    send: async ({ text }) => ({ clientMessageId: await client.send(text) }),
    show: () => ({ messages: client.show() }),
    hint: () => client.hint(),
    close: () => client.close(),
  };

  createInterface({ input: process.stdin })
    .on('line', async (line) => {
      const { id, command, ...fields } = JSON.parse(line);
      say({ id, ...(await commands[command](fields)) });
    })
    .on('close', () => process.exit());
  say({ ready: true, reusable: true });
}
