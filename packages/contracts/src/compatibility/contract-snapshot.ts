import type { z } from 'zod';
import type { EventContract, RequestContract, RestBinding, SignalContract } from '../contract.ts';
import { createSchemaWriter, type JsonSchema, type SchemaWriter } from '../reference/json-schema.ts';
import { clientEvents } from '../reference/socket-events.ts';
import { events, requests, signals } from '../registry.ts';
import { serverEvents } from '../socket.ts';

/** What a peer relies on: all that a contract says to the outside, as JSON. */
export interface ContractSnapshot {
  name: string;
  subject?: string;
  actors?: readonly string[];
  callers?: readonly string[];
  listeners?: readonly string[];
  errors?: readonly string[];
  /** By method and path. */
  routes?: Record<string, Omit<RestBinding, 'method' | 'path'>>;
  socket?: { event: string; claims?: object | undefined };
  input?: JsonSchema;
  output?: JsonSchema;
  payload?: JsonSchema;
  /** What the schemas refer to. */
  $defs: Record<string, JsonSchema>;
}

/** Of every contract and every socket event, by the name of its file. */
export function contractSnapshots(): Map<string, ContractSnapshot> {
  const all = [
    ...Object.values<RequestContract>(requests).map(ofRequest),
    ...Object.values<EventContract>(events).map(ofTold),
    ...Object.values<SignalContract>(signals).map(ofTold),
    ...clientEvents()
      .filter(({ contract }) => contract === undefined)
      .map(({ event, claims, errors, input, output }) =>
        snapshot(`socket.${event}`, { socket: { event, claims }, errors }, { input, output }),
      ),
    ...Object.entries(serverEvents).map(([event, { payload }]) => snapshot(`socket.${event}`, {}, { payload })),
  ];
  return new Map(all.map((one) => [one.name, one]));
}

type Facts = Omit<ContractSnapshot, 'name' | 'input' | 'output' | 'payload' | '$defs'>;
type Schemas = Partial<Record<'input' | 'output' | 'payload', z.ZodType>>;

function ofRequest({ name, subject, actors, callers, errors, rest, socket, input, output }: RequestContract) {
  const routes = Object.fromEntries(rest.map(({ method, path, ...binding }) => [`${method} ${path}`, binding]));
  return snapshot(name, { subject, actors, callers, errors, routes, ...(socket && { socket }) }, { input, output });
}

function ofTold({ name, subject, listeners, payload }: EventContract | SignalContract): ContractSnapshot {
  return snapshot(name, { subject, listeners }, { payload });
}

function snapshot(name: string, facts: Facts, { input, output, payload }: Schemas): ContractSnapshot {
  const { write, definitions }: SchemaWriter = createSchemaWriter('#/$defs');
  const written: ContractSnapshot = {
    name,
    ...facts,
    ...(input && { input: write(input, 'input') }),
    ...(output && { output: write(output, 'output') }),
    ...(payload && { payload: write(payload, 'output') }),
    $defs: definitions,
  };
  // As it is read back from its file: without what is undefined.
  return JSON.parse(JSON.stringify(written));
}
