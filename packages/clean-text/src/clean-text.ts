import { closeDirections } from './close-directions.ts';
import { removeMarkup } from './remove-markup.ts';

/**
 * Takes any text as a person wrote it. Gives it without recognised HTML, SVG and MathML (`removeMarkup`), without control
 * characters but newline and tab, and with direction overrides closed; everything else stays byte for byte: no entity,
 * no space and no letter is rewritten. Cleaning twice is cleaning once. The rule is "Text is stored as the person wrote
 * it" in the guarantees; showing the text safely remains the reader's escaping. Never throws, linear in the length.
 */
export function cleanText(text: string): string {
  return closeDirections(removeMarkup(text.replace(/(?![\n\t])\p{Cc}/gu, '')));
}
