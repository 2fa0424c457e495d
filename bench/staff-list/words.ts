interface Language {
  /** Different words; the one of rank r is said with a frequency of about 1 / r. */
  size: number;
  word(rank: number): string;
  join: string;
}

const syllables = (text: string) => text.split(' ');
const latin = syllables(
  'an re ti con ver ma lo pri sta de in ser tor el mi nu pa so ca fer di ber vi ta ro gen sel po ke',
);
const arabic = syllables('ال من طل بة است رد اد مب لغ حس اب شك وى تح وي ل دف ع خد مة سؤ ال');
const cyrillic = syllables('до бры ста ва ние про ко ра по те ло ми на ви зак аз вер нуть пла теж');

export const languages = {
  latin: { size: 300_000, word: (rank) => spelled(latin, rank), join: ' ' },
  arabic: { size: 60_000, word: (rank) => spelled(arabic, rank), join: ' ' },
  cyrillic: { size: 60_000, word: (rank) => spelled(cyrillic, rank), join: ' ' },
  chinese: { size: 20_000, word: chineseWord, join: '' },
} satisfies Record<string, Language>;
export type LanguageName = keyof typeof languages;

export function zipfRank(size: number, random: () => number): number {
  return Math.floor(Math.exp(random() * Math.log(size)));
}

export function sentence(name: LanguageName, random: () => number): string {
  const { size, word, join } = languages[name];
  const count = 4 + Math.floor(random() * 16);
  const words = Array.from({ length: count }, () => word(zipfRank(size, random)));
  if (random() < 0.05) words.push(` ORD-${Math.floor(random() * 9_000_000 + 1_000_000)}`);
  const text = words.join(join);
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

/** Short for low ranks, as frequent words are; different for different ranks. */
function spelled(from: readonly string[], rank: number): string {
  let word = '';
  for (let rest = Math.imul(rank, 1) + from.length - 1; rest > 0; rest = Math.floor(rest / from.length)) {
    word += from[(rest * 7 + word.length) % from.length];
  }
  return word;
}

/** Of 1,000 characters, so that about 300,000 pairs stand somewhere. */
function chineseWord(rank: number): string {
  const first = 0x4e00 + ((rank * 37) % 300);
  const second = 0x4e00 + ((rank * 101 + Math.floor(rank / 300)) % 700);
  return String.fromCodePoint(first, second);
}
