// Before all others: what they make when they are read depends on it.
import '@livechat/ui/without-eval';
import '@mantine/core/styles.css';
import '@livechat/tokens/tokens.css';
import './app/app.css';
import { reloadForNewer } from '@livechat/ui/reload-for-newer';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startLanguages } from './app/speech.ts';
import { createStart } from './app/start.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root');
reloadForNewer();
await startLanguages();
const start = await createStart();
createRoot(root).render(
  <StrictMode>
    <App start={start} />
  </StrictMode>,
);
