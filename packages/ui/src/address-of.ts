/** The address that a text is, or nothing: what browsers do by themselves in `URL.parse`, which iOS has since 18. */
export function addressOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
