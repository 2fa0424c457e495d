import { z } from 'zod';
import type { IdentityClaims, RequestContract, Without } from '../contract.ts';
import type { ErrorCode } from '../errors.ts';
import { Timestamp } from '../fields.ts';
import type { RateLimitName } from '../rate-limits.ts';
import { requests } from '../registry.ts';
import * as socket from '../socket.ts';

/** An event that a client may send over a socket, wherever it ends. */
export interface ClientEvent {
  event: string;
  /** The name of the contract that it calls; undefined for one that ends in realtime. */
  contract?: string;
  summary: string;
  input: z.ZodObject;
  /** What its acknowledgement carries beside `ok`. */
  output: z.ZodObject;
  claims: IdentityClaims | undefined;
  without?: Without;
  errors: readonly ErrorCode[];
  limits: readonly RateLimitName[];
}

/** Of every event: it does not fit, its sender is blocked, or sends too many. */
const ofAll = ['VALIDATION_FAILED', 'BLOCKED', 'RATE_LIMITED'] as const;
/** Of those that ask chat. */
const ofCalls = ['UNAVAILABLE', 'INTERNAL'] as const;
const ofClaims = (claims: IdentityClaims | undefined) => (claims ? (['FORBIDDEN'] as const) : []);

/** Every event to the server: those of the contracts, and those that socket.ts declares. */
export function clientEvents(): ClientEvent[] {
  const ofContracts = Object.values<RequestContract>(requests).flatMap((contract): ClientEvent[] => {
    if (!contract.socket) return [];
    const { summary, input, output, errors, rateLimit = {} } = contract;
    const limits = Object.values(rateLimit);
    const all = new Set([...ofAll, ...ofClaims(contract.socket.claims), ...errors, ...ofCalls]);
    return [
      {
        ...contract.socket,
        contract: contract.name,
        summary,
        input,
        output,
        claims: contract.socket.claims,
        errors: [...all],
        limits,
      },
    ];
  });
  const ownEvents = Object.values<unknown>(socket)
    .filter(isOwnEvent)
    .map(({ event, summary, input, claims }): ClientEvent => {
      const { output = z.object({}), errors = [], limits = [] } = ownAnswers[event] ?? {};
      return { event, summary, input, claims, output, errors: [...ofAll, ...ofClaims(claims), ...errors], limits };
    });
  return [...ofContracts, ...ownEvents];
}

type OwnEvent = Pick<ClientEvent, 'event' | 'summary' | 'input' | 'claims'>;

/** By its shape, so that an event declared in socket.ts needs no second list. */
function isOwnEvent(exported: unknown): exported is OwnEvent {
  return typeof exported === 'object' && exported !== null && 'event' in exported && 'input' in exported;
}

/** What realtime answers by itself, where that is more than `{ok: true}`. */
const ownAnswers: Record<string, Partial<Pick<ClientEvent, 'output' | 'errors' | 'limits'>>> = {
  [socket.authenticate.event]: {
    output: z.object({ expiresAt: Timestamp }),
    errors: ['UNAUTHENTICATED', 'FORBIDDEN', ...ofCalls],
  },
  [socket.typingStart.event]: { errors: ['NOT_FOUND'], limits: ['typing'] },
  [socket.typingStop.event]: { errors: ['NOT_FOUND'] },
};
