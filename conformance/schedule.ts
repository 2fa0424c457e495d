import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** What happens to a server's event on its way. */
export type EventFault = 'drop' | 'double' | 'reorder' | 'delay' | 'cut';
/** What happens to a request, over REST or as `send-chat-message` on a socket. */
export type RequestFault = 'lost' | 'answer-lost' | 'unavailable' | 'limited' | 'delay' | 'double' | 'hang';

export type ClientStep = { client: 'send'; count: number } | { client: 'settle' | 'hint' | 'kill' };
export interface StaffStep {
  staff: 'write';
  count: number;
}
export type NetworkStep =
  | { network: 'cut' | 'half-open' | 'away' | 'back' }
  | { network: 'spent'; of: 'requests' | 'events' }
  | { network: 'token-ends'; warned: boolean }
  | { network: 'events'; fault: EventFault; skip?: number; count: number }
  | { network: 'requests'; fault: RequestFault; of: 'send' | 'read' | 'any'; skip?: number; count: number }
  | { network: 'sockets'; fault: 'refuse'; count: number };
export type Step = ClientStep | StaffStep | NetworkStep;

/** What happens to one client, in this order. conformance/schemas/schedule.json says it for every language. */
export interface Schedule {
  $schema?: string;
  name: string;
  about?: string;
  steps: Step[];
}

const folder = import.meta.dirname;
const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
export const isSchedule = ajv.compile<Schedule>(Object(read('schemas', 'schedule.json')));

/** A schedule from a file; throws when it does not fit its schema. */
export function readSchedule(...path: string[]): Schedule {
  const schedule = read(...path);
  if (!isSchedule(schedule)) throw new Error(`${path.join('/')}: ${ajv.errorsText(isSchedule.errors)}`);
  return schedule;
}

export const has = (schedule: Schedule, fits: (step: Step) => boolean): boolean => schedule.steps.some(fits);
export const isKill = (step: Step): boolean => 'client' in step && step.client === 'kill';
export const isHalfOpen = (step: Step): boolean => 'network' in step && step.network === 'half-open';
export const isTokenEnd = (step: Step): boolean => 'network' in step && step.network === 'token-ends';
export const isHang = (step: Step): boolean => 'fault' in step && step.fault === 'hang';
