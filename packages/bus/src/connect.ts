import type { Service } from '@livechat/contracts/actor';
import { inboxPrefix } from '@livechat/contracts/permissions';
import { connect } from 'nats';
import { createAsk } from './ask.ts';
import { type BusyPeers, listenForBusyPeers } from './busy-peers.ts';
import { type Call, createCall } from './call.ts';
import { createEvents, type Events } from './events.ts';
import type { Log } from './log.ts';
import { announceService } from './micro.ts';
import { type BusObserver, noObserver } from './observer.ts';
import { readServers } from './read-servers.ts';
import { createServe, type Serve } from './serve.ts';
import { watchConnection } from './watch-connection.ts';

export interface BusOptions {
  service: Service;
  /** Names this process among its like, e.g. `chat-1`. */
  instance: string;
  version: string;
  /** Several servers with commas, each with or without `user:password@`. */
  natsUrl: string;
  /** Instead of those in the address. */
  credentials?: { user: string; pass: string } | undefined;
  log: Log;
  observer?: BusObserver;
  /** Tells a dependency that is away from a defect by what a handler threw. */
  isOutage?(thrown: unknown): boolean;
}

export interface Bus extends Events, Omit<BusyPeers, 'heard'> {
  call: Call;
  serve: Serve;
  isConnected(): boolean;
  /** Runs after every reconnect: what was said in between was not heard. */
  onReconnect(listener: () => void): void;
  /** Rejects when the connection is gone for good; a process has no business living on after that. */
  closed: Promise<void>;
  /** Takes no new requests and resolves when those already received are answered. */
  stopServing(): Promise<void>;
  close(): Promise<void>;
}

/** Connects to NATS and stays connected: after a cut it tries for ever. */
export async function connectBus(options: BusOptions): Promise<Bus> {
  const { log, service, instance, observer = noObserver } = options;
  const inbox = inboxPrefix(service);
  const connection = await connect({
    ...readServers(options.natsUrl),
    ...options.credentials,
    name: instance,
    inboxPrefix: inbox,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    // A connection that is gone without a word is made anew within about 9 s.
    pingInterval: 3_000,
    maxPingOut: 2,
    // For one attempt. One that began just before the server came back must not be what everybody waits for.
    timeout: 3_000,
    waitOnFirstConnect: true,
    noAsyncTraces: true,
  });
  const state = watchConnection(connection, log);
  const ask = createAsk(connection, { inboxPrefix: inbox, state, log });
  const peers = listenForBusyPeers();
  const { serve, isBusy, finish, endpoints } = createServe(connection, {
    service,
    log,
    observer,
    isOutage: options.isOutage ?? (() => false),
  });
  announceService(connection, { name: service, version: options.version, endpoints });
  return {
    call: createCall(ask, {
      service,
      log,
      observer,
      state,
      peers,
    }),
    serve,
    ...createEvents(connection, { ask, log, observer, peers, isBusy }),
    isConnected: state.isConnected,
    othersAreBusy: peers.othersAreBusy,
    othersRefuse: peers.othersRefuse,
    onReconnect: state.onReconnect,
    closed: connection.closed().then((error) => {
      if (error) throw error;
    }),
    stopServing: finish,
    close: () => connection.close(),
  };
}
