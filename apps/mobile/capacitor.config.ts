import type { CapacitorConfig } from '@capacitor/cli';

const config: CapacitorConfig = {
  // Yours: the name in the stores, which never changes after the first upload, and the one below the icon.
  appId: 'com.example.livechat',
  appName: 'Live Chat',
  webDir: 'dist-shell',
  server: { androidScheme: 'https' },
  plugins: {
    // The page keeps clear of the bars by itself where the web view tells it of them; elsewhere the view is made smaller.
    SystemBars: { insetsHandling: 'native', initialViewportFitValueHint: 'cover' },
  },
};

export default config;
