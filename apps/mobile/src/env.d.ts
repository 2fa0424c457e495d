/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Where the system answers; in the shell alone, which is loaded from its own files (vite.shell.config.ts). */
  readonly VITE_LIVECHAT_URL: string;
}
