import type { TraceHeaders } from '@livechat/bus/headers';

export interface SpanStart {
  /** From a small set, as the labels of metrics are. */
  name: string;
  kind: 'server' | 'client' | 'producer' | 'consumer';
  /** What came along from whoever asked; without it a span belongs to the one around it. */
  from?: TraceHeaders;
}

/** Texts, tokens, names, addresses and parameters of statements never go in. */
export interface OpenSpan {
  rename(name: string): void;
  set(attributes: Record<string, string | number>): void;
  failed(): void;
}

/** Traces as the services know them; what records them (OpenTelemetry) is loaded only when it is wanted. */
export interface Tracing {
  /** Does the work in a span that lasts as long as the work, or as its promise. */
  inSpan<T>(start: SpanStart, work: (span: OpenSpan) => T): T;
  /** Something that has just ended, within the current span. */
  past(name: string, durationMs: number, failed: boolean): void;
  /** Says to whoever is asked next which trace this is. */
  headers(): TraceHeaders;
  traceId(): string | undefined;
  isRecording: boolean;
  stop(): Promise<void>;
}
