import type { Link } from './find-links.ts';
import type { Reading } from './reading.ts';
import type { Signal } from './signal.ts';

const privateAddress = /^(?:10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./;
const ipAddress = /^\d+\.\d+\.\d+\.\d+$/;

// Cyrillic letters that all look Latin, before an ASCII ending: xn--80ak6aa92e.com reads as "apple.com".
const lookAlikeLabel = /^[асԁеһіјӏорԛѕԝхуүԍ\d-]+$/u;

/**
 * A link that claims to lead elsewhere: a name before an @, a bare public IP address, a host in look-alike letters.
 * Addresses of one's own network are what people ask about ("http://192.168.0.1 does not open").
 */
export function deceptiveLink({ links }: Reading): Signal | undefined {
  if (links.some((link) => link.hasCredentials && link.host.includes('.'))) {
    return { code: 'DECEPTIVE_LINK', detail: 'A link with a name before the real site, as in name@site', weight: 0.5 };
  }
  if (links.some(isLookAlike)) {
    return { code: 'DECEPTIVE_LINK', detail: 'A link whose site is written in look-alike letters', weight: 0.7 };
  }
  if (links.some((link) => ipAddress.test(link.host) && !privateAddress.test(link.host))) {
    return { code: 'DECEPTIVE_LINK', detail: 'A link to a bare IP address', weight: 0.35 };
  }
  return undefined;
}

function isLookAlike({ address, host }: Link): boolean {
  if (!host.includes('xn--') || !/\.[a-z]{2,}$/.test(host)) return false;
  const written = address.replace(/^https?:\/\//i, '').toLowerCase();
  const name = written.split(/[/:?#]/, 1)[0] ?? '';
  return name.split('.').some((label) => /[^\d-]/.test(label) && lookAlikeLabel.test(label));
}
