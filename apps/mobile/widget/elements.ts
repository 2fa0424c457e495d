import { style } from './style.ts';

/** The widget's own part of the page, apart from the page's styles and scripts' selectors. */
export interface Elements {
  host: HTMLElement;
  root: HTMLElement;
  launcher: HTMLButtonElement;
  unread: HTMLElement;
  panel: HTMLElement;
  close: HTMLButtonElement;
  note: HTMLElement;
  retry: HTMLButtonElement;
}

const shapes = {
  chat: 'M21 11.5a8.5 8.5 0 0 1-12.6 7.4L3 21l2.1-5.4A8.5 8.5 0 1 1 21 11.5z',
  close: 'M18 6 6 18M6 6l12 12',
};

/** Made by calls alone: neither markup nor a style element, which a page's policy may forbid. */
export function createElements(): Elements {
  const host = make('livechat-widget');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  shadow.adoptedStyleSheets = [sheet];

  const launcher = button('launcher', icon(shapes.chat));
  launcher.setAttribute('aria-expanded', 'false');
  const unread = make('span', 'unread');
  unread.hidden = true;
  // Its number is in the button's name.
  unread.setAttribute('aria-hidden', 'true');
  launcher.append(unread);

  const close = button('close', icon(shapes.close));
  const note = make('p');
  note.setAttribute('role', 'status');
  const retry = button('retry');
  retry.hidden = true;
  const notes = make('div', 'note');
  notes.append(note, retry);
  const cover = make('div', 'cover');
  cover.append(close, notes);
  const panel = make('div', 'panel');
  panel.setAttribute('role', 'dialog');
  panel.dataset.closed = '';
  panel.append(cover);

  const root = make('div', 'widget');
  root.append(launcher, panel);
  shadow.append(root);
  return { host, root, launcher, unread, panel, close, note, retry };
}

function make(name: string, className = ''): HTMLElement {
  const element = document.createElement(name);
  if (className) element.className = className;
  return element;
}

function button(className: string, ...content: Node[]): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = className;
  element.append(...content);
  return element;
}

function icon(shape: string): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', shape);
  svg.append(path);
  return svg;
}
