import { setTimeout as delay } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { acknowledgementFrame, connectFrame, disconnectFrame, eventFrame, readPacket } from './packets.ts';
import { delayMs, type ProxyParts, refusals } from './proxy-parts.ts';

/** One socket of the client and its counterpart at the gateway. */
export interface CarriedSocket {
  /** The token that it goes by. */
  token(): string;
  fallSilent(): void;
  warn(): void;
  endByServer(): void;
  release(): void;
  cut(): void;
  onEnd(listener: () => void): void;
}

const faultyEvent = 'new-chat-message';

export function createCarriedSocket(
  client: WebSocket,
  upstream: WebSocket,
  { faults, tokens, sends }: ProxyParts,
  bearer: string | undefined,
): CarriedSocket {
  const listeners: (() => void)[] = [];
  const early: string[] = [];
  /** Events that wait to be told backwards, and those that wait until the network is well. */
  let reordered: string[] = [];
  let delayed: string[] = [];
  /** Acknowledgements that will be lost with the connection. */
  const lostAnswers = new Set<string>();
  let token = bearer ?? '';
  let silent = false;

  const toClient = (frame: string) => {
    if (!silent && client.readyState === client.OPEN) client.send(frame);
  };
  const toServer = (frame: string) => {
    if (upstream.readyState === upstream.OPEN) upstream.send(frame);
    else early.push(frame);
  };
  const cut = () => {
    client.terminate();
    upstream.terminate();
  };

  const hearEvent = (frame: string) => {
    const taken = faults.ofEvent();
    if (!taken) return toClient(frame);
    if (taken.fault === 'drop') return;
    if (taken.fault === 'cut') return cut();
    if (taken.fault === 'delay') return void delayed.push(frame);
    if (taken.fault === 'double') {
      toClient(frame);
      return toClient(frame);
    }
    reordered.push(frame);
    if (taken.isLast) releaseReordered();
  };
  const releaseReordered = () => {
    const held = reordered.reverse();
    reordered = [];
    for (const frame of held) toClient(frame);
  };

  const hear = (frame: string) => {
    const packet = readPacket(frame);
    if (packet.kind === 'acknowledgement' && lostAnswers.has(packet.id)) return cut();
    if (packet.kind === 'event' && packet.name === faultyEvent) return hearEvent(frame);
    toClient(frame);
  };

  const sendMessage = async (frame: string, payload: unknown, id: string) => {
    const { message, clientMessageId } = Object(payload);
    sends.attempt(message, clientMessageId);
    const fault = faults.ofRequest('send');
    if (fault === 'lost') return cut();
    if (fault === 'hang') return;
    if (fault === 'answer-lost') lostAnswers.add(id);
    if (fault === 'unavailable' || fault === 'limited') {
      const { code, message: text, retryAfterMs } = refusals[fault];
      sends.refused(message, retryAfterMs);
      return toClient(acknowledgementFrame(id, { ok: false, error: { code, message: text, retryAfterMs } }));
    }
    if (fault === 'delay') await delay(delayMs);
    // The second one wants no acknowledgement: a client gets one answer.
    if (fault === 'double') toServer(eventFrame('send-chat-message', payload));
    toServer(frame);
  };

  const say = (frame: string) => {
    const packet = readPacket(frame);
    if (packet.kind === 'connect') {
      token = packet.token ?? token;
      tokens.useOnSocket(token);
      return toServer(packet.token === undefined ? frame : connectFrame({ token: tokens.asSeen(packet.token) }));
    }
    if (packet.kind === 'event' && packet.name === 'authenticate') {
      const given = String(Object(packet.payload).token);
      if (!tokens.hasEnded(given)) {
        token = given;
        tokens.useOnSocket(token);
      }
      return toServer(frame.replace(given, () => tokens.asSeen(given)));
    }
    if (packet.kind === 'event' && packet.name === 'send-chat-message') {
      return void sendMessage(frame, packet.payload, packet.id);
    }
    toServer(frame);
  };

  client.on('message', (data) => {
    if (!silent) say(String(data));
  });
  upstream.on('message', (data) => hear(String(data)));
  upstream.on('open', () => {
    for (const frame of early.splice(0)) upstream.send(frame);
  });
  upstream.on('close', () => {
    if (!silent) client.close();
  });
  client.on('close', () => {
    upstream.close();
    for (const listener of listeners) listener();
  });
  // Each is closed after its error, which is what counts.
  client.on('error', () => {});
  upstream.on('error', () => {});

  return {
    token: () => token,
    fallSilent() {
      silent = true;
    },
    warn: () => toClient(eventFrame('auth-expiring', { expiresAt: new Date(Date.now() + 60_000).toISOString() })),
    endByServer() {
      toClient(disconnectFrame);
      if (!silent) client.close();
    },
    release() {
      releaseReordered();
      for (const frame of delayed) toClient(frame);
      delayed = [];
    },
    cut,
    onEnd: (listener) => void listeners.push(listener),
  };
}
