import type { AsyncApiParts } from '../asyncapi.ts';
import type { EventContract, RequestContract, SignalContract } from '../contract.ts';
import { events, requests, signals } from '../registry.ts';
import type { JsonSchema } from './json-schema.ts';
import { BusFailure } from './problem.ts';

const requestHeaders: JsonSchema = {
  type: 'object',
  properties: {
    'Livechat-Actor': { type: 'string', description: 'Who is asking, as JSON in ASCII; set by the doors.' },
    'Livechat-Request-Id': { type: 'string', description: 'The same from the door to the last service.' },
    'Livechat-Time-Left-Ms': {
      type: 'string',
      description: 'How long the caller still waits: above 0, at most 60000.',
    },
  },
  required: ['Livechat-Actor', 'Livechat-Request-Id', 'Livechat-Time-Left-Ms'],
};

const failureHeaders: JsonSchema = {
  type: 'object',
  properties: {
    'Nats-Service-Error-Code': { type: 'string', description: 'The HTTP status of the code.' },
    'Nats-Service-Error': { type: 'string', description: 'The title of the code.' },
  },
};

/** A channel for every subject of NATS. */
export function addBus(parts: AsyncApiParts): void {
  for (const contract of Object.values<RequestContract>(requests)) addRequest(contract, parts);
  for (const contract of Object.values<EventContract>(events)) addTold(contract, 'events', parts);
  for (const contract of Object.values<SignalContract>(signals)) addTold(contract, 'signals', parts);
}

function addRequest(contract: RequestContract, { channels, operations, messages, writer }: AsyncApiParts): void {
  const { name, subject, owner, callers, actors, summary, timeoutMs } = contract;
  const channel = { $ref: `#/channels/${name}` };
  const answer = `${name}.answer`;
  messages[name] = { name, headers: requestHeaders, payload: writer.write(contract.input, 'input') };
  messages[answer] = { name: answer, headers: failureHeaders, payload: answerOf(contract, writer.write) };
  channels[name] = {
    address: subject,
    description: `Asked by ${callers.join(', ')}; answered by ${owner} within ${timeoutMs} ms.`,
    servers: [{ $ref: '#/servers/bus' }],
    messages: {
      [name]: { $ref: `#/components/messages/${name}` },
      [answer]: { $ref: `#/components/messages/${answer}` },
    },
  };
  operations[name] = {
    action: 'receive',
    channel,
    summary,
    description: `For ${actors.join(', ')}.`,
    tags: [{ name: 'requests' }],
    messages: [{ $ref: `${channel.$ref}/messages/${name}` }],
    reply: { channel, messages: [{ $ref: `${channel.$ref}/messages/${answer}` }] },
  };
}

function answerOf({ output, errors }: RequestContract, write: AsyncApiParts['writer']['write']): JsonSchema {
  const codes = [...new Set(['VALIDATION_FAILED', 'FORBIDDEN', ...errors, 'INTERNAL', 'UNAVAILABLE'])];
  const named: JsonSchema = { type: 'object', properties: { failure: { type: 'string', enum: codes } } };
  return { anyOf: [write(output, 'output'), { allOf: [write(BusFailure, 'output'), named] }] };
}

function addTold(
  { name, subject, owner, listeners, summary, payload }: EventContract | SignalContract,
  kind: 'events' | 'signals',
  { channels, operations, messages, writer }: AsyncApiParts,
): void {
  messages[name] = { name, payload: writer.write(payload, 'output') };
  channels[name] = {
    address: subject,
    description: `Told by ${owner}; heard by ${listeners.join(', ')}. ${kind === 'events' ? 'Kept in the stream.' : 'Never stored.'}`,
    servers: [{ $ref: '#/servers/bus' }],
    ...(subject.includes('{conversationId}') && {
      parameters: { conversationId: { description: 'Which conversation it is about.' } },
    }),
    messages: { [name]: { $ref: `#/components/messages/${name}` } },
  };
  operations[name] = {
    action: 'send',
    channel: { $ref: `#/channels/${name}` },
    summary,
    tags: [{ name: kind }],
    messages: [{ $ref: `#/channels/${name}/messages/${name}` }],
  };
}
