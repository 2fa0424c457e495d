/** What all addresses of the app begin with, without a slash at its end: `/app` behind the gateway, nothing in the shell. */
export const basePath = import.meta.env.BASE_URL.replace(/\/$/, '');
