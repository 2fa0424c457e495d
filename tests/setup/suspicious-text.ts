const syllables =
  'an re ti con ver ma lo pri sta de in ser tor el mi nu pa so ca fer di ber vi ta ro gen sel po ke'.split(' ');

const madeUpWord = () =>
  Array.from({ length: 3 }, () => syllables[Math.floor(Math.random() * syllables.length)] ?? '').join('');

/**
 * What moderation marks for staff and delivers. Each time another text: the same one from several senders, which tests are,
 * would speak against it and have it refused.
 */
export const suspiciousText = (): string =>
  `CONGRATULATIONS WINNER!!! Claim your prize now: ${Array.from({ length: 12 }, madeUpWord).join(' ')} http://bit.ly/a`;
