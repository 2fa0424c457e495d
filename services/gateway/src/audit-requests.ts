import type { Principal, Role } from '@livechat/contracts/actor';
import type { ErrorCode } from '@livechat/contracts/errors';
import type { Audit } from '@livechat/edge/audit';
import type { Operation } from '@livechat/edge/audit-fields';
import type { RequestHandler, Response } from 'express';

/** What is known so far of the request that an answer is for. */
interface Known {
  operation?: Operation;
  given?: object;
  askedRole?: Role;
  /** Who signed in by this request; others are known by their token. */
  signedIn?: Principal;
}

/** Stands before everything that refuses, so that whoever answers can tell the trail how it ended. */
export function auditRequests(audit: Audit): RequestHandler {
  return (request, response, next) => {
    const known: Known = {};
    const address = () => request.ip;
    response.locals.audited = known;
    response.locals.ended = (outcome: 'OK' | ErrorCode) => {
      const { requestId, bearer } = response.locals;
      const { operation, given, askedRole, signedIn = bearer?.principal } = known;
      if (operation) audit.ended({ requestId, address, actor: signedIn, operation, given, askedRole }, outcome);
    };
    next();
  };
}

/** First on each route: who is refused later was refused this. */
export function nameOperation(operation: Operation): RequestHandler {
  return (request, response, next) => {
    addToAudit(response, { operation, given: request.params });
    next();
  };
}

export function addToAudit({ locals }: Response, known: Known): void {
  if (locals.audited) Object.assign(locals.audited, known);
}

/** To be called right before the answer goes out. */
export function endAudit({ locals }: Response, outcome: 'OK' | ErrorCode): void {
  locals.ended?.(outcome);
}
