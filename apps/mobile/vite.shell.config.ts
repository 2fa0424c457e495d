import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv, type Plugin } from 'vite';
import { systemAddress } from './src/shell/system-address.ts';
import web from './vite.config.ts';

const mode = 'shell';
const system = systemAddress(loadEnv(mode, import.meta.dirname).VITE_LIVECHAT_URL);

/** The same app for a shell that carries its files: nothing of what a browser installs and keeps. */
export default defineConfig({
  ...web,
  mode,
  base: '/',
  define: { 'import.meta.env.VITE_LIVECHAT_URL': JSON.stringify(system) },
  plugins: [react(), policyOfPage()],
  build: { ...web.build, outDir: 'dist-shell', sourcemap: false },
});

/** No server sends this page, so it carries itself what the gateway sends with it. */
function policyOfPage(): Plugin {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${system} ${system.replace(/^http/, 'ws')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return {
    name: 'policy-of-page',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
        injectTo: 'head-prepend',
      },
    ],
  };
}
