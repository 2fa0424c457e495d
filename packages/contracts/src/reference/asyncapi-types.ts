import type { JsonSchema } from './json-schema.ts';

/** The part of AsyncAPI 3.0 that our document uses. */
export interface AsyncApiDocument {
  asyncapi: '3.0.0';
  info: { title: string; version: string; description: string; license: { name: string } };
  defaultContentType: 'application/json';
  servers: Record<string, Server>;
  channels: Record<string, Channel>;
  operations: Record<string, AsyncOperation>;
  components: {
    schemas: Record<string, JsonSchema>;
    messages: Record<string, AsyncMessage>;
    securitySchemes: Record<string, { type: string; description: string }>;
  };
}

export interface Reference {
  $ref: string;
}

export interface Server {
  host: string;
  pathname?: string;
  protocol: string;
  description: string;
  variables: Record<string, { default: string; description: string }>;
  security?: Reference[];
}

export interface Channel {
  address: string;
  description: string;
  servers: Reference[];
  parameters?: Record<string, { description: string }>;
  messages: Record<string, Reference>;
}

/** `receive` and `send` are meant from the side of this system. */
export interface AsyncOperation {
  action: 'receive' | 'send';
  channel: Reference;
  summary: string;
  description?: string;
  tags: { name: string }[];
  messages: Reference[];
  reply?: { channel: Reference; messages: Reference[] };
}

export interface AsyncMessage {
  name: string;
  summary?: string;
  headers?: JsonSchema;
  payload: JsonSchema;
}
