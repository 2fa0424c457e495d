import type { ReviewInput } from '@livechat/contracts/moderation/review-message';
import { answerInTime } from '@livechat/service/answer-in-time';
import type { Logger } from '@livechat/service/logger';
import { redisScript } from '@livechat/service/redis-script';
import type { Redis } from 'ioredis';
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
export type RememberTexts = (items: readonly ReviewInput[]) => Promise<readonly (Recent | undefined)[]>;

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
  return async (items) => {
    // Staff repeat themselves all day.
    const asked = items.filter(({ senderType, kind }) => senderType === 'user' && kind === 'message').map(toAsk);
    if (asked.length === 0 || performance.now() < restUntil) return items.map(() => undefined);
    const keys = asked.flatMap(({ keys: own }) => own);
    const values = asked.flatMap(({ own, shared, keys: { length } }) => [own, shared, length - 1]);
    try {
      const found = (await answerInTime(remember(keys, values), redisTimeoutMs)) as Found[];
      const byItem = new Map(asked.map((one, index) => [one.item, recentOf(one, found[index] ?? [0, [], []])]));
      return items.map((item) => byItem.get(item));
    } catch (err) {
      if (restUntil < performance.now() - 10 * redisRestMs) log.warn({ err }, 'judged without what was sent before');
      restUntil = performance.now() + redisRestMs;
      return items.map(() => undefined);
    }
  };
}

type Found = [sent: number, mine: string[], others: string[]];

interface Asked {
  item: ReviewInput;
  print: Fingerprint;
  keys: string[];
  own: string;
  shared: string;
}

function toAsk(item: ReviewInput): Asked {
  const print = fingerprintOf(item.text);
  const { exact, alike, length } = print;
  const bands = length < fewestShared ? [] : [0, 4, 8, 12].map((start) => `${start}:${alike.slice(start, start + 4)}`);
  const sender = item.senderId.toString(36);
  return {
    item,
    print,
    keys: [`sender:${sender}`, ...bands].map((key) => prefix + key),
    // Without an id each sending is one of its own; two of one text in one conversation are told apart by chance.
    own: [exact, alike, shortId(item) ?? Math.random().toString(36).slice(2, 10)].join(' '),
    shared: [exact, alike, sender].join(' '),
  };
}

/** Short entries are kept in a tenth of the room. */
const shortId = ({ clientMessageId }: ReviewInput) => clientMessageId?.slice(0, 8).toLowerCase();

function recentOf({ item, print, own, shared }: Asked, [sent, mine, others]: Found): Recent {
  const ownId = shortId(item);
  const earlier = mine.filter((member) => member !== own && (ownId === undefined || !member.endsWith(` ${ownId}`)));
  const strangers = [...new Set(others)].filter((member) => member.split(' ')[2] !== shared.split(' ')[2]);
  const count = (members: string[], fewest: number) => {
    const prints = print.length < fewest ? [] : members.map((member) => member.split(' '));
    const same = prints.filter(([exact]) => exact === print.exact);
    const nearly = prints.filter(
      ([exact, alike]) => exact !== print.exact && distance(alike ?? '', print.alike) <= mostDifferent,
    );
    return { same, nearly };
  };
  const mineAlike = count(earlier, fewestOwn);
  const theirs = count(strangers, fewestShared);
  const people = (members: string[][]) => new Set(members.map(([, , sender]) => sender)).size;
  return {
    same: mineAlike.same.length,
    nearlySame: mineAlike.nearly.length,
    sent,
    sharedSame: people(theirs.same),
    sharedNearly: people(theirs.nearly),
  };
}
