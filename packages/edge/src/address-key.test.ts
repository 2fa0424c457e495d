import { expect, test } from 'vitest';
import { addressKey } from './address-key.ts';

test('the IPv6 addresses of one network count as one', () => {
  expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(addressKey('2001:DB8:1:2::1'));
  expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
});

test('an IPv4 address counts as itself, however it is written', () => {
  expect(addressKey('192.0.2.1')).toBe('192.0.2.1');
  expect(addressKey('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(addressKey('::ffff:c000:201')).toBe('192.0.2.1');
  expect(addressKey('192.0.2.2')).not.toBe(addressKey('192.0.2.1'));
});

test.each([undefined, '', 'localhost', "1.2.3.4'; --", '::1%eth0\n'])(
  '%j is no address and counts as all the others',
  (given) => {
    expect(addressKey(given)).toBe('unknown');
  },
);
