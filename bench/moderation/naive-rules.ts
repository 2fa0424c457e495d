/** What is written where nobody measures: for comparison only. */
export const naiveRules: Readonly<Record<string, (text: string) => boolean>> = {
  'a list of keywords': (text) => keywords.some((word) => text.toLowerCase().includes(word)),
  'any link': (text) => /https?:\/\/|www\./i.test(text),
  'over 30 % special characters': (text) => (text.match(/[^a-z0-9\s]/gi)?.length ?? 0) > 0.3 * text.length,
};

const keywords = [
  ...['viagra', 'casino', 'lottery', 'winner', 'free money', 'click here', 'buy now', 'limited time', 'act now'],
  ...['earn money', 'weight loss', 'credit card', 'guarantee', 'no obligation', 'bitcoin', 'investment'],
];
