import specs from '@asyncapi/specs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { asyncApiDocument } from './asyncapi.ts';
import type { EventContract, RequestContract, SignalContract } from './contract.ts';
import { danglingReferences } from './reference/dangling-references.ts';
import { events, requests, signals } from './registry.ts';
import { serverEvents } from './socket.ts';

const document = asyncApiDocument();
const payloadOf = (name: string) => document.components.messages[name]?.payload;

test('the document is valid AsyncAPI 3.0 and every reference leads somewhere', () => {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(JSON.stringify(specs.schemasWithoutId['3.0.0'])));
  validate(document);
  expect(validate.errors).toBeNull();
  expect(danglingReferences(document)).toEqual([]);
});

test('its schemas are ones that AsyncAPI reads: nothing stands beside a reference', () => {
  JSON.stringify(document, (_, value) => {
    if (typeof value === 'object' && value !== null && '$ref' in value) expect(Object.keys(value)).toEqual(['$ref']);
    return value;
  });
});

test('every subject of NATS is a channel, with a parameter for what varies in it', () => {
  const subjects = [
    ...Object.values<RequestContract>(requests),
    ...Object.values<EventContract | SignalContract>({ ...events, ...signals }),
  ].map(({ subject }) => subject);
  const channels = Object.values(document.channels).filter(({ address }) => address !== '/');
  expect(channels.map(({ address }) => address)).toEqual(subjects);
  expect(document.channels.messageCreated?.parameters).toHaveProperty('conversationId');
  expect(document.channels.sessionRevoked?.parameters).toBeUndefined();
});

test('every socket event is an operation: received from clients with an acknowledgement, or sent to them', () => {
  const ofContracts = Object.values<RequestContract>(requests).flatMap(({ socket }) => (socket ? [socket.event] : []));
  for (const event of [...ofContracts, 'leave-chat']) {
    expect(document.operations[event], event).toMatchObject({ action: 'receive', reply: {} });
  }
  for (const event of Object.keys(serverEvents)) {
    expect(document.operations[event], event).toMatchObject({ action: 'send' });
  }
});

test('a payload to the server is strict and takes the claims of existing clients', () => {
  expect(payloadOf('send-chat-message')).toMatchObject({
    additionalProperties: false,
    required: ['conversationId', 'message'],
    properties: { senderType: { enum: ['user', 'admin'] }, senderId: {} },
  });
});

test('an acknowledgement is ok with the answer, or not with an error of the event', () => {
  const [good, bad] = payloadOf('send-chat-message.acknowledgement')?.oneOf ?? [];
  expect(good?.required).toEqual(['ok', 'message']);
  const [, codes] = bad?.properties?.error?.allOf ?? [];
  expect(codes?.properties?.code?.enum).toEqual(expect.arrayContaining(['CONVERSATION_CLOSED', 'RATE_LIMITED']));
});
