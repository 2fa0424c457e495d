import { keepClearOfKeyboard } from '../src/ui/clear-of-keyboard.ts';
import { type Attributes, readAttributes } from './attributes.ts';
import { coverPage } from './cover-page.ts';
import { createElements } from './elements.ts';
import { createFrame, type Frame } from './frame.ts';
import { createPageApi } from './page-api.ts';
import { askPage } from './tokens.ts';
import { words } from './words.ts';

/** How long the app may take to say that it is there. */
const readyLimitMs = 20_000;

/** The button, and behind it the panel with the app; nothing of the app is loaded before it is opened. */
function start(script: HTMLScriptElement): void {
  const app = new URL('./', script.src);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const narrow = matchMedia('(max-width: 480px), (max-height: 480px)');
  const elements = createElements();
  const { host, root, launcher, panel } = elements;
  const cover = coverPage(host);
  let attributes = read();
  let frame: Frame | undefined;
  let isReady = false;
  let isOpen = false;
  let unread = 0;
  let before: Element | null = null;
  let wanted: { conversation?: number | 'new' } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function read(): Attributes {
    return readAttributes(script, document.documentElement.lang, navigator.languages);
  }

  const draw = () => {
    const { theme, language, isRightToLeft, side, label } = attributes;
    const { close, loading, silent, retry, unread: counted } = words[language];
    root.dataset.theme = theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme;
    root.dataset.side = side;
    root.dir = isRightToLeft ? 'rtl' : 'ltr';
    root.lang = language;
    launcher.setAttribute('aria-label', unread > 0 ? `${label}, ${counted.replace('{n}', `${unread}`)}` : label);
    launcher.setAttribute('aria-expanded', `${isOpen}`);
    elements.unread.hidden = unread === 0;
    elements.unread.textContent = unread > 99 ? '99+' : `${unread}`;
    panel.setAttribute('aria-label', label);
    // There it covers the page, and the button with it.
    panel.setAttribute('aria-modal', `${narrow.matches}`);
    cover(isOpen && narrow.matches);
    launcher.inert = isOpen && narrow.matches;
    panel.toggleAttribute('data-closed', !isOpen);
    panel.dataset.state = isReady ? 'ready' : 'waiting';
    elements.close.setAttribute('aria-label', close);
    elements.note.textContent = elements.retry.hidden ? loading : silent;
    elements.retry.textContent = retry;
    if (frame) frame.element.title = label;
  };

  const load = () => {
    isReady = false;
    elements.retry.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      elements.retry.hidden = false;
      draw();
    }, readyLimitMs);
    frame?.load();
  };

  const hasFocus = () => document.activeElement === host;
  const focusInside = () => (isReady ? frame?.element : elements.close)?.focus();

  const tellAll = () => {
    frame?.tell({ type: 'theme', theme: attributes.theme });
    frame?.tell({ type: 'language', language: attributes.language });
    frame?.tell({ type: 'shown', shown: isOpen });
  };

  const begin = (): Frame => {
    const { theme, language } = attributes;
    const address = new URL(app);
    address.search = `${new URLSearchParams({ host: location.origin, close: '1', theme, language })}`;
    const made = createFrame(address, (message) => {
      if (message.type === 'ready') {
        clearTimeout(timer);
        isReady = true;
        tellAll();
        if (wanted) made.tell({ type: 'open', ...wanted });
        wanted = undefined;
        const isInside = isOpen && hasFocus();
        draw();
        if (isInside) focusInside();
      }
      if (message.type === 'need-token') giveToken(message.renew);
      if (message.type === 'close') close();
      if (message.type === 'unread' && message.count !== unread) {
        unread = message.count;
        draw();
        api.tellUnread(unread);
      }
    });
    panel.append(made.element);
    return made;
  };

  const open = (conversation?: number | 'new') => {
    if (!isOpen) before = document.activeElement;
    isOpen = true;
    if (conversation !== undefined) wanted = { conversation };
    if (!frame) {
      frame = begin();
      load();
    } else if (isReady) {
      frame.tell({ type: 'shown', shown: true });
      if (wanted) frame.tell({ type: 'open', ...wanted });
      wanted = undefined;
    }
    draw();
    focusInside();
  };

  const close = () => {
    if (!isOpen) return;
    const isInside = hasFocus();
    isOpen = false;
    frame?.tell({ type: 'shown', shown: false });
    draw();
    // The page itself may have closed it while somebody was elsewhere.
    if (!isInside) return;
    const back = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : host;
    (back === host ? launcher : back).focus();
  };

  /** What an earlier function of the page still answers does not count: it may be another person by now. */
  let asked = 0;
  const giveToken = async (renew: boolean, isAnother = false) => {
    asked += 1;
    const [mine, give] = [asked, api.give()];
    // It is set later, and then it is asked at once; until then the app waits for so long.
    if (!give) {
      // Without a function nobody is signed in any more.
      if (isAnother) frame?.tell({ type: 'no-token' });
      return;
    }
    // The answer may be long in coming, or fail: until there is one the app shows nobody, and afterwards it asks again.
    if (isAnother) frame?.tell({ type: 'asking' });
    const answer = await askPage(give, renew);
    if (mine === asked) frame?.tell(answer);
  };

  const api = createPageApi({
    open,
    close,
    onGive() {
      if (isReady) giveToken(false, true);
    },
  });
  launcher.addEventListener('click', () => (isOpen ? close() : open()));
  elements.close.addEventListener('click', close);
  elements.retry.addEventListener('click', () => {
    load();
    draw();
    elements.close.focus();
  });
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isOpen) close();
  });
  // A frame does not learn of the keyboard: the page makes it smaller.
  keepClearOfKeyboard(root);
  dark.addEventListener('change', draw);
  narrow.addEventListener('change', draw);
  const reread = () => {
    attributes = read();
    if (isReady) tellAll();
    draw();
  };
  new MutationObserver(reread).observe(script, {
    attributeFilter: ['data-theme', 'data-language', 'data-position', 'data-label'],
  });
  draw();
  const put = () => document.body.append(host);
  if (document.body) put();
  else addEventListener('DOMContentLoaded', put, { once: true });
}

// Once a page, also if it has the script twice.
const { currentScript } = document;
const mark = 'livechatWidget';
if (currentScript instanceof HTMLScriptElement && !(mark in document.documentElement.dataset)) {
  document.documentElement.dataset[mark] = '';
  start(currentScript);
}
