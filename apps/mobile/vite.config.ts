import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

export default defineConfig({
  // Where the gateway serves it; all addresses of the app begin so.
  base: '/app/',
  plugins: [
    react(),
    VitePWA({
      // A worker of our own (src/sw.ts): what is precached, and where a note of the system leads.
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      // The page's policy allows no inline script; src/app/keep-current.ts registers it.
      injectRegister: false,
      injectManifest: { globPatterns: ['index.html', 'assets/*.{js,css}', '*.svg'] },
      manifest: {
        id: '/app/',
        name: 'Live Chat',
        short_name: 'Support',
        description: 'Ask support, and read what they answer',
        start_url: '/app/',
        scope: '/app/',
        display: 'standalone',
        background_color: '#f5f6f8',
        theme_color: '#2457c5',
        icons: [
          { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
        shortcuts: [{ name: 'New conversation', url: '/app/new' }],
      },
    }),
  ],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2022',
    // Inline data: addresses would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    // What the first screen needs is one file: in many small ones the same code is a tenth larger when compressed.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/socket.io': { target: 'http://127.0.0.1:3000', ws: true } } },
});
