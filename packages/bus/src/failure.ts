import { errors, type Failure, fail, isErrorCode } from '@livechat/contracts/errors';
import { headers, type Msg, type MsgHdrs } from 'nats';

// The headers that NATS micro services use for errors (NATS ADR-32), so that `nats` tools count and show them.
const codeHeader = 'Nats-Service-Error-Code';
const textHeader = 'Nats-Service-Error';

export function failureHeaders(failure: Failure): MsgHdrs {
  const written = headers();
  written.set(codeHeader, String(errors[failure.failure].status));
  written.set(textHeader, errors[failure.failure].title);
  return written;
}

/** The failure that a reply carries, if it is one. A code that this build does not know yet counts as UNAVAILABLE. */
export function readFailure(reply: Msg): Failure | undefined {
  if (!reply.headers?.has(codeHeader)) return undefined;
  const body = reply.json<Partial<Failure>>();
  const { failure, detail, ...extras } = body;
  return isErrorCode(failure) && typeof detail === 'string' ? fail(failure, detail, extras) : fail('UNAVAILABLE');
}
