/** How the NATS client takes it: the servers without credentials, and the credentials apart. */
export interface Servers {
  servers: string[];
  user?: string;
  pass?: string;
  token?: string;
}

const address = /^([a-z]+:\/\/)?(?:([^:@/]*)(?::([^@/]*))?@)?(.*)$/i;

/**
 * Several servers with commas, each with or without `user:password@` or `token@`; the first one's are used for all. The
 * client would ignore them, and take a password that begins with a digit for the port.
 */
export function readServers(natsUrl: string): Servers {
  const parts = natsUrl.split(',').map((part) => address.exec(part.trim()) ?? []);
  const servers = parts.map(([, protocol = '', , , place = '']) => protocol + place);
  const [, , user, pass] = parts.find(([, , name]) => name) ?? [];
  if (!user) return { servers };
  const plain = decodeURIComponent(user);
  return pass === undefined ? { servers, token: plain } : { servers, user: plain, pass: decodeURIComponent(pass) };
}
