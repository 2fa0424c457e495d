/** What a page gives: a token for whoever is signed in there, or nothing where nobody is. */
export type GiveToken = (wanted: { renew: boolean }) => Promise<string | null | undefined> | string | null | undefined;

export type TokenAnswer = { type: 'token'; token: string } | { type: 'no-token' } | { type: 'token-failed' };

/** Less than the app waits. */
const limitMs = 12_000;

/** Asks the page once. It may fail, answer something else, or never answer. */
export async function askPage(give: GiveToken, renew: boolean): Promise<TokenAnswer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The page gave no token in time')), limitMs);
  });
  try {
    const token = await Promise.race([give({ renew }), late]);
    if (typeof token === 'string' && token !== '') return { type: 'token', token };
    return { type: token === null || token === undefined ? 'no-token' : 'token-failed' };
  } catch {
    // Its own network, most likely; the app asks again.
    return { type: 'token-failed' };
  } finally {
    clearTimeout(timer);
  }
}
