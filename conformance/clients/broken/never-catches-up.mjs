// Broken on purpose: after a reconnect it listens again and does not ask for what it missed. CAUGHT_UP.
import { createPlainClient, honest } from '../plain/plain-client.mjs';
import { serveClient } from '../serve-client.mjs';

const connect = (parts) => {
  let asked = 0;
  const lastSeq = () => {
    asked += 1;
    return asked === 1 ? parts.lastSeq() : undefined;
  };
  // Nor does it when a gap shows that something is missing.
  return { ...honest.connect({ ...parts, lastSeq }), resume() {} };
};
serveClient((options) => createPlainClient(options, { ...honest, connect }));
