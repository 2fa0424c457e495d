// Broken on purpose: it asks for a token once. TOKEN_RENEWED.
import { createPlainClient, honest } from '../plain/plain-client.mjs';
import { serveClient } from '../serve-client.mjs';

const connect = (parts) => {
  let first;
  const getToken = () => {
    first ??= parts.getToken();
    return first;
  };
  return honest.connect({ ...parts, getToken });
};
serveClient((options) => createPlainClient(options, { ...honest, connect }));
