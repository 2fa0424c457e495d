import { defineConfig } from 'vite';

/** One classic script for pages of others, put beside the built app: no imports, nothing that they could lack. */
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2022',
    emptyOutDir: false,
    sourcemap: true,
    modulePreload: false,
    lib: { entry: 'widget/widget.ts', formats: ['iife'], name: 'liveChatWidget', fileName: () => 'widget.js' },
  },
});
