import type { Violation } from './rules.ts';

/** One line that the client shows. `seq` is null until the message is stored, as far as the client knows. */
export interface Shown {
  seq: number | null;
  clientMessageId: string | null;
  text: string;
  state: 'queued' | 'sending' | 'stored' | 'failed';
}

export interface Stored {
  seq: number;
  clientMessageId: string | null;
  text: string;
}

export interface Sent {
  clientMessageId: string;
  text: string;
}

const seqsOf = (shown: readonly Shown[]) => shown.flatMap(({ seq }) => (seq === null ? [] : [seq]));

/** What must be true of everything that is shown, at any time. */
export function judgeShown(shown: readonly Shown[]): Violation[] {
  const found: Violation[] = [];
  const seqs = seqsOf(shown);
  const ids = shown.flatMap(({ clientMessageId }) => clientMessageId ?? []);
  const twice = repeatedIn(seqs) ?? repeatedIn(ids);
  if (twice !== undefined) found.push({ rule: 'NO_DOUBLE_SHOWN', detail: `${twice} is shown twice in ${list(shown)}` });
  const firstUnsent = shown.findIndex(({ seq }) => seq === null);
  const isUnsentLast = firstUnsent < 0 || shown.slice(firstUnsent).every(({ seq }) => seq === null);
  if (!isUnsentLast || seqs.some((seq, index) => seq < (seqs[index - 1] ?? 0))) {
    found.push({ rule: 'ORDER_BY_SEQ', detail: `shown as ${list(shown)}` });
  }
  const missing = holesIn(seqs);
  if (missing.length > 0) found.push({ rule: 'NO_GAP_SHOWN', detail: `${missing} missing in ${list(shown)}` });
  return found;
}

export interface Evidence {
  sent: readonly Sent[];
  stored: readonly Stored[];
  shown: readonly Shown[];
  /** Under which id the proxy saw each text first. */
  attempted: ReadonlyMap<string, string>;
  /** A connection fell silent without being closed. */
  wasSilent: boolean;
  /** Undefined when no token ended. */
  isRenewed: boolean | undefined;
}

/** What must be true when the network is well and the client has settled. */
export function judgeEnd({ sent, stored, shown, attempted, wasSilent, isRenewed }: Evidence): Violation[] {
  const found: Violation[] = [...judgeShown(shown)];
  const storedTexts = stored.map(({ text }) => text);
  for (const { text, clientMessageId } of sent) {
    const tried = attempted.get(text);
    if (tried !== undefined && tried !== clientMessageId) {
      found.push({
        rule: 'SAME_ID_ON_RETRY',
        detail: `"${text}" was answered as ${clientMessageId} and sent as ${tried}`,
      });
    }
    const copies = storedTexts.filter((one) => one === text).length;
    if (copies === 0) found.push({ rule: 'NO_LOSS', detail: `"${text}" is not stored` });
    if (copies > 1) found.push({ rule: 'NO_DOUBLE_STORED', detail: `"${text}" is stored ${copies} times` });
  }
  const places = sent.map(({ text }) => storedTexts.indexOf(text)).filter((place) => place >= 0);
  if (places.some((place, index) => place < (places[index - 1] ?? 0))) {
    found.push({ rule: 'SENT_IN_ORDER', detail: `own messages are stored at ${places.map((place) => place + 1)}` });
  }
  if (isRenewed === false)
    found.push({ rule: 'TOKEN_RENEWED', detail: 'its socket goes by a token that has ended, or it has none' });

  const shownSeqs = new Set(seqsOf(shown));
  const unseen = stored.filter(({ seq }) => !shownSeqs.has(seq)).map(({ seq }) => seq);
  if (unseen.length > 0) {
    found.push({
      rule: wasSilent ? 'RESUME_AFTER_SILENCE' : 'CAUGHT_UP',
      detail: `${unseen} not shown in ${list(shown)}`,
    });
  }
  const bySeq = new Map(stored.map((message) => [message.seq, message]));
  for (const { seq, clientMessageId, text, state } of shown) {
    const message = seq === null ? undefined : bySeq.get(seq);
    if (message?.text === text && message.clientMessageId === clientMessageId && state === 'stored') continue;
    found.push({ rule: 'SHOWN_AS_STORED', detail: `"${text}" is shown as ${seq ?? 'not stored'}, ${state}` });
  }
  return found;
}

function repeatedIn<Value>(values: readonly Value[]): Value | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}

function holesIn(seqs: readonly number[]): number[] {
  if (seqs.length === 0) return [];
  const [first, last] = [Math.min(...seqs), Math.max(...seqs)];
  const here = new Set(seqs);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).filter((seq) => !here.has(seq));
}

const list = (shown: readonly Shown[]) => `[${shown.map(({ seq, state }) => seq ?? state).join(' ')}]`;
