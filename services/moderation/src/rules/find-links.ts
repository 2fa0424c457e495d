export type Link = {
  /** as written, with scheme */
  address: string;
  /** lower case, without a `www.` in front and without port */
  host: string;
  /** whether a name or password stands before the host, as in `https://bank.example@evil.example` */
  hasCredentials: boolean;
};

/** Every http and https address in a text, in order, with repetitions. */
export function findLinks(text: string): Link[] {
  return [...text.matchAll(/\bhttps?:\/\/[^\s<>"']+/giu)].flatMap(([address]) => {
    const url = URL.parse(address);
    if (url === null) return [];
    const host = url.hostname.replace(/^www\./, '');
    return [{ address, host, hasCredentials: url.username !== '' || url.password !== '' }];
  });
}
