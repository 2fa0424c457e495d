/** As the tokens of the apps have it; a page sets its own colours with --livechat-accent and --livechat-on-accent. */
export const style = `
:host { all: initial; }
.widget {
  --accent: var(--livechat-accent, #2457c5);
  --on-accent: var(--livechat-on-accent, #fff);
  --surface: #fff;
  --text: #1b222c;
  --border: #7d8796;
  color-scheme: light;
  font: 16px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  color: var(--text);
}
.widget[data-theme="dark"] {
  --accent: var(--livechat-accent, #8db1ff);
  --on-accent: var(--livechat-on-accent, #0c1524);
  --surface: #1a2028;
  --text: #e8ecf2;
  --border: #8793a4;
  color-scheme: dark;
}
button { font: inherit; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.launcher {
  position: fixed;
  z-index: 2147483000;
  bottom: calc(20px + env(safe-area-inset-bottom, 0px));
  display: grid;
  place-items: center;
  width: 60px;
  height: 60px;
  padding: 0;
  border: 1px solid transparent;
  border-radius: 50%;
  background: var(--accent);
  color: var(--on-accent);
  box-shadow: 0 4px 16px rgb(0 0 0 / 25%);
}
[data-side="left"] :is(.launcher, .panel) { left: 20px; }
[data-side="right"] :is(.launcher, .panel) { right: 20px; }
.unread {
  position: absolute;
  top: -4px;
  right: -4px;
  min-width: 24px;
  box-sizing: border-box;
  padding: 0 6px;
  border-radius: 12px;
  background: #b3261e;
  color: #fff;
  font-size: 14px;
  font-weight: 600;
  line-height: 24px;
}
.panel {
  position: fixed;
  z-index: 2147483000;
  bottom: calc(96px + env(safe-area-inset-bottom, 0px));
  width: 400px;
  height: min(680px, 100vh - 116px);
  height: min(680px, 100dvh - 116px);
  overflow: hidden;
  border: 1px solid var(--border);
  border-radius: 16px;
  box-sizing: border-box;
  background: var(--surface);
  box-shadow: 0 8px 40px rgb(0 0 0 / 30%);
}
.panel[data-closed] { visibility: hidden; }
iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; color-scheme: inherit; }
.panel:not([data-state="ready"]) iframe { visibility: hidden; }
.cover { position: absolute; inset: 0; display: grid; grid-template-rows: auto 1fr; }
.panel[data-state="ready"] .cover { display: none; }
.close { display: grid; place-items: center; width: 48px; height: 48px; margin: 4px; margin-inline-start: auto; padding: 0; border: 0; border-radius: 50%; background: none; color: inherit; }
.note { display: grid; gap: 16px; place-content: center; justify-items: center; margin: 0; padding: 20px; text-align: center; }
.note p { margin: 0; }
.retry { min-height: 48px; padding: 0 20px; border: 1px solid var(--border); border-radius: 10px; background: none; color: inherit; }
[hidden] { display: none !important; }
@media (max-width: 480px), (max-height: 480px) {
  .panel { inset: var(--hidden-above, 0px) 0 var(--hidden-below, 0px) !important; width: auto; height: auto; border: 0; border-radius: 0; }
}
`;
