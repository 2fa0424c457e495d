import type { TraceHeaders } from './headers.ts';
import type { ShedReason } from './work-queue.ts';

/**
 * Stands around everything that goes over the bus, to count and to trace it; the bus itself does neither. Each function
 * does the work it is given, once, and hands on what comes of it. Names are those of the contracts, of subjects without ids.
 */
export interface BusObserver {
  /** A call to another service. `work` sends what it is given along. */
  call<T>(request: string, work: (trace: TraceHeaders) => Promise<T>): Promise<T>;
  /** A request that is answered here, with what came along. */
  serve<T>(request: string, trace: TraceHeaders, work: () => Promise<T>): Promise<T>;
  /** A request that was refused, so that others can be answered. */
  shed(request: string, reason: ShedReason): void;
  publish<T>(event: string, work: (trace: TraceHeaders) => T): T;
  receive(event: string, trace: TraceHeaders, work: () => void): void;
}

/** For who does not want to know. */
export const noObserver: BusObserver = {
  call: (_request, work) => work({}),
  serve: (_request, _trace, work) => work(),
  shed: () => {},
  publish: (_event, work) => work({}),
  receive: (_event, _trace, work) => work(),
};

/** `livechat.v1.event.conversation.7.updated` is `conversation.updated`: what is told, without whom it is about. */
export function eventName(subject: string): string {
  return subject.replace(/^livechat\.v\d+\.(event|signal)\./, '').replace(/\.(\d+|\*|\{conversationId\})(?=\.)/, '');
}
