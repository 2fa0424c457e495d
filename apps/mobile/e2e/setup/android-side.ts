import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Desk } from '../../../console/e2e/setup/browser.ts';
import { mobile } from './shell-files.ts';

/** One call of the app to the system around it. */
export interface NativeCall {
  callbackId: string;
  pluginId: string;
  methodName: string;
  options: Record<string, unknown>;
}

const bridge = join(mobile, 'node_modules/@capacitor/android/capacitor/src/main/assets/native-bridge.js');
const plugins = [
  { name: 'App', methods: [{ name: 'addListener' }, { name: 'minimizeApp', rtype: 'promise' }] },
  { name: 'SystemBars', methods: [{ name: 'setStyle', rtype: 'promise' }] },
];

/** Before the page: Capacitor's own bridge, as Android puts it there, and in Android's place what writes down each call. */
export async function standInForAndroid({ context }: Desk): Promise<void> {
  await context.addInitScript(`
    window.nativeCalls = [];
    window.androidBridge = { postMessage: (json) => nativeCalls.push(JSON.parse(json)) };
    window.Capacitor = { DEBUG: false, isLoggingEnabled: false, Plugins: {} };
    ${readFileSync(bridge, 'utf8')}
    window.Capacitor.PluginHeaders = ${JSON.stringify(plugins)};
  `);
}

export async function callsOf(page: Page, plugin: string, method: string): Promise<NativeCall[]> {
  const calls: NativeCall[] = await page.evaluate('nativeCalls');
  return calls.filter(({ pluginId, methodName }) => pluginId === plugin && methodName === method);
}

/** The button or the gesture of Android, as its plugin tells the app of it. */
export async function pressBack(page: Page): Promise<void> {
  const [listener] = await callsOf(page, 'App', 'addListener');
  if (listener?.options.eventName !== 'backButton') throw new Error('The app does not hear the back button');
  const data = { canGoBack: await page.evaluate(() => history.length > 2) };
  const event = { callbackId: listener.callbackId, success: true, save: true, data };
  await page.evaluate((told) => {
    (window as unknown as { Capacitor: { fromNative(result: object): void } }).Capacitor.fromNative(told);
  }, event);
}
