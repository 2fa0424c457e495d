import type { AsyncApiParts } from '../asyncapi.ts';
import { internalFields } from '../contract.ts';
import { serverEvents } from '../socket.ts';
import { describeLimit } from './describe-limit.ts';
import { identityFields } from './identity-fields.ts';
import type { JsonSchema } from './json-schema.ts';
import { withFields } from './json-schema.ts';
import { Refusal } from './problem.ts';
import { type ClientEvent, clientEvents } from './socket-events.ts';

const channel = { $ref: '#/channels/sockets' };

/** One channel, as Socket.IO has one connection, and an operation for each event. */
export function addSockets(parts: AsyncApiParts): void {
  const { channels, messages, operations, writer } = parts;
  channels.sockets = {
    address: '/',
    description: 'The default namespace. Every event carries one object.',
    servers: [{ $ref: '#/servers/sockets' }],
    messages: {},
  };
  const addMessage = (key: string, name: string, payload: JsonSchema) => {
    messages[key] = { name, payload };
    if (channels.sockets) channels.sockets.messages[key] = { $ref: `#/components/messages/${key}` };
    return { $ref: `#/channels/sockets/messages/${key}` };
  };
  for (const event of clientEvents()) {
    const key = `${event.event}.acknowledgement`;
    operations[event.event] = {
      action: 'receive',
      channel,
      summary: event.summary,
      ...(event.limits.length > 0 && { description: limitsOf(event) }),
      tags: [{ name: 'to the server' }],
      messages: [addMessage(event.event, event.event, payloadOf(event, parts))],
      reply: { channel, messages: [addMessage(key, key, acknowledgementOf(event, parts))] },
    };
  }
  for (const [name, { audience, payload }] of Object.entries(serverEvents)) {
    operations[name] = {
      action: 'send',
      channel,
      summary: `To ${audience}`,
      tags: [{ name: 'to clients' }],
      messages: [addMessage(name, name, writer.write(payload, 'output'))],
    };
  }
}

function limitsOf({ limits }: ClientEvent): string {
  const [forUsers, forStaff] = limits.map((name) => describeLimit(name));
  return forStaff === undefined ? `${forUsers}` : `Customers: ${forUsers} Staff: ${forStaff}`;
}

function payloadOf({ input, claims, without }: ClientEvent, { writer }: AsyncApiParts): JsonSchema {
  const schema = withFields(writer.write(input, 'input'), (name) => !without?.fields?.includes(name));
  return {
    ...schema,
    properties: { ...schema.properties, ...identityFields(claims) },
    additionalProperties: false,
  };
}

/** `{ok: true, …}` with the answer's fields, or `{ok: false, error}`. */
function acknowledgementOf({ output, errors }: ClientEvent, { writer }: AsyncApiParts): JsonSchema {
  const answer = withFields(writer.write(output, 'output'), (name) => !internalFields.includes(name));
  const codes: JsonSchema = { type: 'object', properties: { code: { type: 'string', enum: [...errors] } } };
  return {
    oneOf: [
      {
        type: 'object',
        properties: { ok: { type: 'boolean', const: true }, ...answer.properties },
        required: ['ok', ...(answer.required ?? [])],
      },
      {
        type: 'object',
        properties: {
          ok: { type: 'boolean', const: false },
          error: { allOf: [writer.write(Refusal, 'output'), codes] },
        },
        required: ['ok', 'error'],
      },
    ],
  };
}
