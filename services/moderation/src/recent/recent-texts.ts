import type { ReviewInput } from '@livechat/contracts/moderation/review-message';
import { answerInTime } from '@livechat/service/answer-in-time';
import type { Logger } from '@livechat/service/logger';
import { redisScript } from '@livechat/service/redis-script';
import type { Redis } from 'ioredis';
import type { Reading } from '../rules/reading.ts';
import { distance, type Fingerprint, fingerprintOf } from './fingerprint.ts';

/** What was sent in the last hour that a text is held against; the text itself not counted. */
export interface Recent {
  /** By the same sender: the same text, one that is nearly the same, and anything. */
  same: number;
  nearlySame: number;
  /** In the last ten minutes, fifty at most. */
  sent: number;
  /** Other senders of the same text, and of one that is nearly the same; twelve at most are told apart. */
  sharedSame: number;
  sharedNearly: number;
}

/** Remembers the texts, and resolves to what went before each; undefined when that cannot be known. Never throws. */
export type RememberTexts = (texts: readonly ReadText[]) => Promise<readonly (Recent | undefined)[]>;

export interface ReadText {
  item: ReviewInput;
  reading: Reading;
}

/** Two thanks are the same text and say nothing. */
const fewestOwn = 20;
/** Among strangers even a sentence may be the same; and most of what people write in a chat is shorter. */
const fewestShared = 60;
const mostDifferent = 3;
/** A review must not wait: what is known of the past only adds to it. */
const redisTimeoutMs = 40;
/** After Redis did not answer, this long nobody waits for it again. */
const redisRestMs = 2_000;
const prefix = 'livechat:recent:';

/**
 * For each text: the sender's own last twenty, of fifty that are counted, and those of others that share sixteen of the 64
 * bits at one of four places, which all do that differ in at most three. All of it is gone after an hour, and what others sent takes a place in
 * 262,144 lists of twelve at most: some 100 MB, whatever is sent. A repeat of one message (the same id) counts once.
 */
const rememberScript = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local hour = 3600000
  local answers = {}
  local key, arg = 1, 1
  local function last(name, kept, shown, member)
    redis.call('ZREMRANGEBYSCORE', name, '-inf', now - hour)
    local found = redis.call('ZRANGE', name, -shown, -1)
    redis.call('ZADD', name, now, member)
    redis.call('ZREMRANGEBYRANK', name, 0, -1 - kept)
    redis.call('PEXPIRE', name, hour)
    return found
  end
  while key <= #KEYS do
    local own, shared, bands = ARGV[arg], ARGV[arg + 1], tonumber(ARGV[arg + 2])
    local sent = redis.call('ZCOUNT', KEYS[key], now - 600000, '+inf')
    local mine = last(KEYS[key], 50, 20, own)
    local others = {}
    for band = 1, bands do
      for _, member in ipairs(last(KEYS[key + band], 12, 12, shared)) do table.insert(others, member) end
    end
    table.insert(answers, { sent, mine, others })
    key, arg = key + 1 + bands, arg + 3
  end
  return answers
`;

export function createRecentTexts(redis: Redis, log: Logger): RememberTexts {
  const remember = redisScript(redis, rememberScript);
  let restUntil = 0;
  return async (texts) => {
    // Staff repeat themselves all day.
    const asked = texts.filter(({ item }) => item.senderType === 'user' && item.kind === 'message').map(toAsk);
    if (asked.length === 0 || performance.now() < restUntil) return texts.map(() => undefined);
    const keys = asked.flatMap(({ keys: own }) => own);
    const values = asked.flatMap(({ own, shared, keys: { length } }) => [own, shared, length - 1]);
    try {
      const found = (await answerInTime(remember(keys, values), redisTimeoutMs)) as Found[];
      const byItem = new Map(asked.map((one, index) => [one.item, recentOf(one, found[index] ?? [0, [], []])]));
      return texts.map(({ item }) => byItem.get(item));
    } catch (err) {
      if (restUntil < performance.now() - 10 * redisRestMs) log.warn({ err }, 'judged without what was sent before');
      restUntil = performance.now() + redisRestMs;
      return texts.map(() => undefined);
    }
  };
}

type Found = [sent: number, mine: string[], others: string[]];

interface Asked {
  item: ReviewInput;
  print: Fingerprint;
  keys: string[];
  /** Of the sender's own, what tells one sending from another; of those of others, the sender. */
  sending: string;
  sender: string;
  /** What is kept: a fingerprint with one of these. */
  own: string;
  shared: string;
}

function toAsk({ item, reading }: ReadText): Asked {
  const print = fingerprintOf(reading.folded);
  const { exact, alike, length } = print;
  const bands = length < fewestShared ? [] : [0, 4, 8, 12].map((start) => `${start}:${alike.slice(start, start + 4)}`);
  const sender = item.senderId.toString(36);
  // Short entries are kept in a tenth of the room. Without an id each sending is one of its own.
  const sending = item.clientMessageId?.slice(0, 8).toLowerCase() ?? Math.random().toString(36).slice(2, 10);
  return {
    item,
    print,
    keys: [`sender:${sender}`, ...bands].map((key) => prefix + key),
    sending,
    sender,
    own: [exact, alike, sending].join(' '),
    shared: [exact, alike, sender].join(' '),
  };
}

function recentOf({ print, sending, sender }: Asked, [sent, mine, others]: Found): Recent {
  const own = alikeAmong(mine, print, fewestOwn, sending);
  const theirs = alikeAmong(others, print, fewestShared, sender);
  return {
    same: own.same.size,
    nearlySame: own.nearly.size,
    sent,
    sharedSame: theirs.same.size,
    sharedNearly: theirs.nearly.size,
  };
}

/** Whose entries are the same or nearly, apart from one's own: sendings of one sender, or senders. */
function alikeAmong(entries: readonly string[], print: Fingerprint, fewest: number, self: string) {
  const same = new Set<string>();
  const nearly = new Set<string>();
  if (print.length < fewest) return { same, nearly };
  for (const entry of entries) {
    const [exact = '', alike = '', whose = ''] = entry.split(' ');
    if (whose === self) continue;
    if (exact === print.exact) same.add(whose);
    else if (distance(alike, print.alike) <= mostDifferent) nearly.add(whose);
  }
  return { same, nearly };
}
