/** In an app of its own, whose files are on the device: it comes from no gateway, and its versions come from a store. */
export const isShell = import.meta.env.MODE === 'shell';

/** Where the system answers. The gateway serves the web app itself. */
export const baseUrl = isShell ? import.meta.env.VITE_LIVECHAT_URL : location.origin;
