/** Long enough and printed in manuals, templates and tools, in small letters. */
const published = new Set([
  // jwt.io
  'a-string-secret-at-least-256-bits-long',
  'your-256-bit-secret-your-256-bit-secret',
  // Supabase
  'super-secret-jwt-token-with-at-least-32-characters-long',
  'your-super-secret-jwt-token-with-at-least-32-characters-long',
  // Tutorials
  'your_jwt_secret_key_at_least_32_characters',
  'this-is-a-very-long-secret-key-for-jwt',
  'my-32-character-ultra-secure-and-ultra-long-secret',
  'change-me-to-a-random-string-of-32-characters',
  'changeme-changeme-changeme-changeme',
  // RFC 7515, example of HS256
  'aymagzibz5e3tt_ek5n2hy_amfuixaygqbaexkxkdkw',
]);

const minDifferentCharacters = 8;
const maxRepeatedLength = 16;

/** A secret that somebody can try: one that is published, few characters, the same again and again, or in a row. */
export function isGuessable(secret: string): boolean {
  const small = secret.toLowerCase();
  return (
    published.has(small) ||
    new Set(small).size < minDifferentCharacters ||
    '0123456789abcdefghijklmnopqrstuvwxyz0123456789'.includes(small) ||
    repeatsItself(small)
  );
}

function repeatsItself(text: string): boolean {
  for (let length = 1; length <= maxRepeatedLength; length += 1) {
    if (
      text ===
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length)
    )
      return true;
  }
  return false;
}
