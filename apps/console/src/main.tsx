import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@livechat/tokens/tokens.css';
import './app/app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startLanguages } from './app/languages.ts';
import { createStart } from './app/start.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root');
await startLanguages();
const start = await createStart();
createRoot(root).render(
  <StrictMode>
    <App start={start} />
  </StrictMode>,
);
