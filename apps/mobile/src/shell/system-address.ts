const wanted = 'VITE_LIVECHAT_URL must say where the system answers, as https://chat.example:';

/** The address that a shell is built with; throws where it would lead nowhere. */
export function systemAddress(text: string | undefined): string {
  if (!text) throw new Error(`${wanted} it is not set`);
  if (!URL.canParse(text)) throw new Error(`${wanted} ${JSON.stringify(text)} is no address`);
  const { protocol, origin, href } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error(`${wanted} ${protocol} is neither https nor http`);
  // A name or a password would be in every app; a path would not be asked.
  if (href !== `${origin}/`) throw new Error(`${wanted} without a path, a name or anything else`);
  return origin;
}
