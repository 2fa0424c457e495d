// U+2800 is a Braille cell without dots; Hangul fillers and variation selectors are default-ignorable.
const visible =
  /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Noncharacter_Code_Point}\u2800]/u;

/**
 * Takes a cleaned text; true if a reader would see anything: false for white space, zero-width and format characters,
 * fillers, and combining marks that have no base.
 */
export function hasVisibleText(text: string): boolean {
  return visible.test(text);
}
