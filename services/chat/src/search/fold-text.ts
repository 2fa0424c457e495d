/** Accents, points and vowel signs of Hebrew and Arabic, the stroke that stretches Arabic, and what is never seen. */
const dropped = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]|[\u0640\p{Cf}]|[\ufe00-\ufe0f]/gu;

/** Most texts, and they take the short way. */
const ascii = /^[\t\n\r -~]*$/;

/**
 * A text without regard to case, accents and width. Not done by the database: what it folds depends on its locale, and
 * in some it knows ASCII only.
 */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').replace(dropped, '').toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
}
