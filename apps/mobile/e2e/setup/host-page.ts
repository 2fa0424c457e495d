import { createServer, type Server } from 'node:http';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Desk, type DeskOptions, openBrowser } from '../../../console/e2e/setup/browser.ts';

/** Pages by their paths, of all servers of this file. */
const pages = new Map<string, string>();
const servers: Server[] = [];
/** A page of another origin, which nobody has allowed anything. */
let other = '';

beforeAll(async () => {
  await serve(inject('embedPort'));
  other = `http://localhost:${await serve(0)}`;
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** To a browser another site than the gateway's: what is in its frame may keep nothing. */
export const shop = () => `http://localhost:${inject('embedPort')}`;
/** Another origin of the same site, where the app keeps things as it does by itself. */
export const branch = () => `http://127.0.0.1:${inject('embedPort')}`;
export const elsewhere = () => other;
export const gateway = () => inject('system').gateway;

/** A page with this in its body, under the strictest policy that lets it frame the app and load the widget. */
export function putPage(body: string, { head = '', language = 'en' } = {}): string {
  const path = `/page-${pages.size + 1}`;
  pages.set(
    path,
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>The shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${head}</head>
<body><main><h1>The shop</h1><a href="#cart">Cart</a></main>${body}</body></html>`,
  );
  return path;
}

export type Give = (wanted: { renew: boolean }) => string | null;

export interface Hosting extends Desk {
  /** Each question for a token, with what it said of `renew`. */
  asked: boolean[];
}

/** The browser of somebody who looks at this page of the shop, which has `giveToken` for its scripts. */
export async function openShop(
  path: string,
  give: Give,
  options: DeskOptions & { at?: string } = {},
): Promise<Hosting> {
  const { at = shop(), ...others } = options;
  const asked: boolean[] = [];
  const desk = await openBrowser({
    ...others,
    path: at + path,
    async prepare(made) {
      await made.page.exposeFunction('giveToken', (wanted: { renew: boolean }) => {
        asked.push(wanted.renew);
        return give(wanted);
      });
      await options.prepare?.(made);
    },
  });
  return { ...desk, asked };
}

/** A frame as a page writes it by hand, and the few lines that hand over tokens. `host` is what its address says. */
export function framePage(host = shop(), more = ''): string {
  const address = `${gateway()}/app/?host=${encodeURIComponent(host)}`;
  return putPage(`<section><iframe id="chat" title="Chat" src="${address}" width="400" height="640"></iframe></section>${more}
<script nonce="ours">
  const heard = [];
  const say = (message) => chat.contentWindow.postMessage({ livechat: 1, ...message }, '${gateway()}');
  addEventListener('message', async ({ source, origin, data }) => {
    if (source !== chat.contentWindow || origin !== '${gateway()}') return;
    heard.push(data);
    if (data.type !== 'need-token') return;
    const token = await giveToken({ renew: data.renew }).catch(() => 'failed');
    say(token === 'failed' ? { type: 'token-failed' } : token ? { type: 'token', token } : { type: 'no-token' });
  });
</script>`);
}

/** The shop's page says something to the app. */
export async function say(page: Page, message: object): Promise<void> {
  await page.evaluate(`say(${JSON.stringify(message)})`);
}

/** What the app has said to the shop's page. */
export function heardBy(page: Page): Promise<{ type: string; count?: number }[]> {
  return page.evaluate('heard');
}

/** The app within its frame, for what is run there. */
export async function appFrame(page: Page, title = 'Chat'): Promise<Frame> {
  const handle = await page.locator(`iframe[title="${title}"]`).elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error('There is no frame');
  return frame;
}

async function serve(port: number): Promise<number> {
  const server = createServer((request, response) => {
    const body = pages.get(request.url ?? '');
    const policy = [
      "default-src 'none'",
      `script-src 'nonce-ours' ${gateway()}/app/widget.js`,
      `frame-src ${gateway()} http://localhost:* http://127.0.0.1:*`,
    ];
    response.writeHead(body ? 200 : 204, {
      'content-type': 'text/html',
      'content-security-policy': policy.join('; '),
    });
    response.end(body);
  }).listen(port, '127.0.0.1');
  servers.push(server);
  await new Promise((done) => server.once('listening', done));
  const bound = server.address();
  return typeof bound === 'object' && bound ? bound.port : port;
}
