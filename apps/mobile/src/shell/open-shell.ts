import { App } from '@capacitor/app';
import { SystemBars, SystemBarsStyle } from '@capacitor/core';
import { navigate } from 'wouter/use-browser-location';
import { basePath } from '../mobile/base-path.ts';
import { closeSheet } from '../ui/close-sheet.ts';

const list = `${basePath}/`;

/** What a browser does by itself around the app, and a shell does not. */
export function openShell(): void {
  App.addListener('backButton', ({ canGoBack }) => goBack(canGoBack));
  const root = document.documentElement;
  const colour = () => root.dataset.theme && colourBars(root.dataset.theme);
  new MutationObserver(colour).observe(root, { attributeFilter: ['data-theme'] });
  colour();
}

/** As Android's own apps: closes what lies on the screen, else goes back, and from the list leaves the app. */
function goBack(canGoBack: boolean): void {
  if (closeSheet()) return;
  if (location.pathname === list) App.minimizeApp();
  else if (canGoBack) history.back();
  else navigate(list, { replace: true });
}

/** The system's clock and signs lie on the app's ground: light ones on a dark ground. */
function colourBars(theme: string): void {
  SystemBars.setStyle({ style: theme === 'dark' ? SystemBarsStyle.Dark : SystemBarsStyle.Light });
}
