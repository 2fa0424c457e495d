import ipaddr from 'ipaddr.js';

/**
 * What limits count an address by. Whoever has one IPv6 address has at least the 2^64 around it, so those are one; an
 * IPv4 address written as IPv6 is the IPv4 address.
 */
export function addressKey(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}
