import type { Service } from '@livechat/contracts/actor';
import { errors, type Failure } from '@livechat/contracts/errors';
import { isInbox } from '@livechat/contracts/permissions';
import { type NatsConnection, nuid } from 'nats';

/**
 * The discovery side of NATS micro services (NATS ADR-32): `nats micro ls`, `info` and `stats` see every service.
 * Ours and not @nats-io/services, which is a pre-release and lets an asynchronous throw of a handler escape.
 */
export interface Endpoint {
  count(durationMs: number, failure: Failure | undefined): void;
  describe(): object;
  report(): object;
}

export function startEndpoint(name: string, subject: string, queue: string): Endpoint {
  let requests = 0;
  let failures = 0;
  let totalMs = 0;
  let lastError = '';
  const nanoseconds = (ms: number) => Math.round(ms * 1e6);
  return {
    count(durationMs, failure) {
      requests += 1;
      totalMs += durationMs;
      if (!failure) return;
      failures += 1;
      lastError = `${errors[failure.failure].status}: ${failure.failure}`;
    },
    describe: () => ({ name, subject, queue_group: queue, metadata: {} }),
    report: () => ({
      name,
      subject,
      queue_group: queue,
      num_requests: requests,
      num_errors: failures,
      last_error: lastError,
      processing_time: nanoseconds(totalMs),
      average_processing_time: nanoseconds(requests === 0 ? 0 : totalMs / requests),
    }),
  };
}

interface ServiceIdentity {
  name: Service;
  version: string;
  endpoints: readonly Endpoint[];
}

export function announceService(connection: NatsConnection, { name, version, endpoints }: ServiceIdentity): void {
  const id = nuid.next();
  const started = new Date().toISOString();
  const identity = { name, id, version, metadata: {} };
  const answers = {
    PING: () => ({ type: 'io.nats.micro.v1.ping_response', ...identity }),
    INFO: () => ({
      type: 'io.nats.micro.v1.info_response',
      ...identity,
      description: `Live Chat ${name}`,
      endpoints: endpoints.map((endpoint) => endpoint.describe()),
    }),
    STATS: () => ({
      type: 'io.nats.micro.v1.stats_response',
      ...identity,
      started,
      endpoints: endpoints.map((endpoint) => endpoint.report()),
    }),
  };
  for (const [verb, answer] of Object.entries(answers)) {
    for (const subject of [`$SRV.${verb}`, `$SRV.${verb}.${name}`, `$SRV.${verb}.${name}.${id}`]) {
      connection.subscribe(subject, {
        callback: (err, message) => {
          if (!err && isInbox(message.reply)) message.respond(JSON.stringify(answer()));
        },
      });
    }
  }
}
