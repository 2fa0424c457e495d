// Before all others: what they make when they are read depends on it.
import '@livechat/ui/without-eval';
import '@livechat/tokens/tokens.css';
import './app/app.css';
import { reloadForNewer } from '@livechat/ui/reload-for-newer';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { keepCurrent } from './app/keep-current.ts';
import { startLanguages } from './app/speech.ts';
import { createStart } from './app/start.ts';
import { UnlessUnexpected } from './app/unexpected.tsx';
import { keepClearOfKeyboard } from './ui/clear-of-keyboard.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root');
reloadForNewer();
keepClearOfKeyboard(document.documentElement);
const updates = keepCurrent();
// Asked here, and not of another module, so that the web app's files have nothing of it. Not waited for: what it imports is
// in the file of this module, and each would wait for the other.
if (import.meta.env.MODE === 'shell') import('./shell/open-shell.ts').then(({ openShell }) => openShell());
await startLanguages();
const start = await createStart();
createRoot(root).render(
  <StrictMode>
    <UnlessUnexpected>
      <App start={start} updates={updates} />
    </UnlessUnexpected>
  </StrictMode>,
);
