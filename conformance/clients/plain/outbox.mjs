import { randomUUID } from 'node:crypto';

/** About the text: it will not be taken later either. The message stays, with its reason, and the next one goes on. */
const forGood = ['VALIDATION_FAILED', 'MESSAGE_REJECTED', 'CONFLICT', 'PAYLOAD_TOO_LARGE'];
/** About the person or the conversation: the next one would hear the same. All wait until something changes. */
const forAll = ['NOT_FOUND', 'FORBIDDEN', 'BLOCKED'];
const firstWaitMs = 300;
const maxWaitMs = 5_000;

/**
 * Keeps what is not stored yet, and repeats it under one id until it is. `post` sends an entry and answers
 * `{ message }`, `{ code, retryAfterMs }`, or undefined when nobody answered.
 */
export function createOutbox({ storage, post, onStored, newId = () => undefined }) {
  const entries = [];
  const loaded = storage.list('outbox/').then((found) => entries.unshift(...found.map(([, entry]) => entry)));
  let running = false;
  let closed = false;
  let goOn = () => {};

  const wait = (ms) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      goOn = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async () => {
    if (running) return;
    running = true;
    await loaded;
    for (let failures = 0, entry = next(); entry && !closed; entry = next()) {
      const answer = await post({ ...entry, clientMessageId: newId(entry) ?? entry.clientMessageId });
      if (closed) return;
      if (answer?.message) {
        failures = 0;
        onStored(answer.message);
        await remove(entry);
      } else if (forAll.includes(answer?.code)) break;
      else if (forGood.includes(answer?.code)) entry.failed = answer.code;
      else {
        failures += 1;
        const backoffMs = Math.min(maxWaitMs, firstWaitMs * 1.5 ** failures) * (0.5 + Math.random() / 2);
        // Who was told a time keeps to it; who heard nothing goes on as soon as the network is back.
        if (answer) await delayFor(answer.retryAfterMs ?? 0, backoffMs);
        else await wait(backoffMs);
      }
    }
    running = false;
  };
  const delayFor = (retryAfterMs, backoffMs) =>
    new Promise((resolve) => setTimeout(resolve, Math.max(retryAfterMs, backoffMs)));
  const next = () => entries.find(({ failed }) => !failed);
  const remove = async (entry) => {
    const index = entries.indexOf(entry);
    if (index >= 0) entries.splice(index, 1);
    await storage.delete(entry.key);
  };
  run();

  return {
    entries,
    /** Resolves to the id when the message is kept: only then it may be shown as written. */
    async send(text) {
      await loaded;
      const last = entries.at(-1)?.order ?? 0;
      const order = Math.max(Date.now(), last + 1);
      const entry = { key: `outbox/${order}`, order, clientMessageId: randomUUID(), text };
      await storage.set(entry.key, entry);
      entries.push(entry);
      run();
      return entry.clientMessageId;
    },
    /** Seen as stored, by its event for one, though its answer was lost. */
    saw({ clientMessageId }) {
      const entry = entries.find((one) => one.clientMessageId === clientMessageId);
      if (entry) remove(entry);
    },
    /** The network is back. */
    kick() {
      goOn();
      run();
    },
    close() {
      closed = true;
      goOn();
    },
  };
}
