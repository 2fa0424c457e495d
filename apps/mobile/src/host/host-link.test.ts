import { expect, test, vi } from 'vitest';
import { type OwnPage, openHostLink } from './host-link.ts';
import type { Host } from './hosted-by.ts';
import { toNative } from './to-native.ts';

const own = 'https://chat.example';
const shop = 'https://shop.example';
const shopHost: Host = { kind: 'page', origin: shop };
const token = { livechat: 1, type: 'token', token: 'abc' };

function stage(host: Host) {
  const parent = { postMessage: vi.fn() };
  let listener: ((event: MessageEvent) => void) | undefined;
  const page = {
    parent,
    location: { origin: own },
    addEventListener: (_type: string, added: typeof listener) => {
      listener = added;
    },
    removeEventListener: () => {
      listener = undefined;
    },
  } as unknown as OwnPage;
  const hear = vi.fn();
  const link = openHostLink(host, hear, page);
  const say = (data: unknown, origin: string, source: unknown) =>
    listener?.({ data, origin, source } as unknown as MessageEvent);
  return { parent, page, hear, link, say };
}

test('only the page that frames the app is heard, from the origin that it was announced with', () => {
  const { parent, page, hear, link, say } = stage(shopHost);
  for (const [origin, source] of [
    ['https://evil.example', parent],
    [`${shop}.evil.example`, parent],
    ['http://shop.example', parent],
    ['null', parent],
    [shop, page],
    [shop, {}],
    [shop, null],
    [own, page],
  ] as const) {
    say(token, origin, source);
  }
  expect(hear).not.toHaveBeenCalled();
  say(token, shop, parent);
  expect(hear).toHaveBeenCalledWith(token);
  link.close();
  say(token, shop, parent);
  expect(hear).toHaveBeenCalledTimes(1);
});

test('in a web view only the page itself is heard', () => {
  const { parent, page, hear, say } = stage({ kind: 'native' });
  for (const [origin, source] of [
    [own, parent],
    [shop, page],
    ['null', page],
    [own, null],
  ] as const) {
    say(token, origin, source);
  }
  expect(hear).not.toHaveBeenCalled();
  say(token, own, page);
  expect(hear).toHaveBeenCalledWith(token);
});

test.each([
  null,
  'token',
  JSON.stringify(token),
  { type: 'token', token: 'abc' },
  { livechat: 2, type: 'token', token: 'abc' },
  { livechat: 1, type: 'token', token: '' },
  { livechat: 1, type: 'token', token: 7 },
  { livechat: 1, type: 'theme', theme: 'pink' },
  { livechat: 1, type: 'open', conversation: '../settings' },
  { livechat: 1, type: 'open', conversation: -1 },
  { livechat: 1, type: 'unread', count: 1 },
])('%j is no message of a host', (data) => {
  const { parent, hear, say } = stage(shopHost);
  say(data, shop, parent);
  expect(hear).not.toHaveBeenCalled();
});

test('what is told names the exact origin of the host', () => {
  const { parent, link } = stage(shopHost);
  link.tell({ type: 'need-token', renew: true });
  expect(parent.postMessage.mock.calls).toEqual([[{ livechat: 1, type: 'need-token', renew: true }, shop]]);
});

test('an application is told through the channel that its web view has', () => {
  const [ios, android, react, flutter] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()];
  const message = { livechat: 1, type: 'unread', count: 2 } as const;
  toNative(message, { webkit: { messageHandlers: { livechat: { postMessage: ios } } } });
  toNative(message, { LiveChatAndroid: { postMessage: android } });
  toNative(message, { ReactNativeWebView: { postMessage: react } });
  toNative(message, { LiveChat: { postMessage: flutter } });
  toNative(message, { webkit: { messageHandlers: {} } });
  expect(ios.mock.calls).toEqual([[message]]);
  for (const channel of [android, react, flutter]) expect(channel.mock.calls).toEqual([[JSON.stringify(message)]]);
});
