import { expect, inject } from 'vitest';
import type { Desk } from './browser.ts';

/** Inside of these there is text and nothing else, but for what is named. */
const written: Record<string, string> = {
  '.message-text': 'a',
  '.message-sender': 'bdi,.avatar,.initials',
  '.quote': 'strong,bdi',
  '.list-row-name': '.visually-hidden',
  '.row-subject': '',
  '.row-last': 'bdi,svg,path,span',
  '.sheet-text': '',
  '.screen-title h1': '',
  '.list-row-subject': '',
  '.list-row-text': 'bdi',
  '.conversation-title': 'h1,p',
  '.moderation-mark blockquote': '',
  '.others-here': 'svg,path',
  '.typing-line': '',
  option: '',
};

/** Watches a page for anything that a text could do if it were more than a text. */
export function watchPage({ page, context }: Desk, base = '/console/'): { isWhole(): Promise<void> } {
  const happened: string[] = [];
  const own = new URL(inject('system').gateway).origin;
  context.on('dialog', (dialog) => {
    happened.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  context.on('request', (request) => {
    if (!request.url().startsWith(`${own}/`) && !request.url().startsWith(own.replace('http', 'ws'))) {
      happened.push(`request: ${request.url().slice(0, 100)}`);
    }
  });
  context.on('page', () => happened.push('another page'));
  return {
    /** No dialog, no request elsewhere, nothing run, no element and no attribute that the console did not make. */
    async isWhole() {
      expect(await page.evaluate(lookThrough, { allowed: written, base })).toEqual([]);
      expect(happened).toEqual([]);
    },
  };
}

/** Runs in the page. */
function lookThrough({ allowed, base }: { allowed: Record<string, string>; base: string }): string[] {
  const made =
    'html,head,meta,title,link,style,script,body,div,span,main,nav,section,aside,header,footer,article,search,form,' +
    'label,input,textarea,select,option,button,a,p,ul,li,h1,h2,h3,small,strong,bdi,time,blockquote,' +
    'svg,svg path,svg circle,svg line,svg rect,svg polyline,table,tbody,tr,td,kbd,fieldset,legend,dialog,dl,dt,dd';
  const found: string[] = [];
  if ('canary' in window) found.push('something ran');
  for (const element of document.querySelectorAll('*')) {
    const { localName } = element;
    if (!element.matches(made)) found.push(`element: ${element.outerHTML.slice(0, 100)}`);
    for (const { name } of element.attributes) if (name.startsWith('on')) found.push(`attribute: ${localName} ${name}`);
    if (localName === 'script' && !element.getAttribute('src')?.startsWith(`${base}assets/`)) found.push('script');
    const href = element.getAttribute('href') ?? '';
    if (localName === 'a' && !/^(https?:\/\/|#)/.test(href) && !href.startsWith(base)) {
      found.push(`link: ${element.outerHTML.slice(0, 100)}`);
    }
  }
  for (const [where, what] of Object.entries(allowed)) {
    for (const inside of document.querySelectorAll(`:is(${where}) *`)) {
      if (what === '' || !inside.matches(what)) found.push(`in ${where}: ${inside.outerHTML.slice(0, 100)}`);
    }
  }
  for (const link of document.querySelectorAll('.message-text a')) {
    if (link.getAttribute('rel') !== 'noopener noreferrer nofollow ugc') found.push(`rel of ${link.outerHTML}`);
    if (!/^https?:\/\//.test(link.getAttribute('href') ?? '')) found.push(`address of ${link.outerHTML}`);
  }
  return found;
}
