import { addBus } from './reference/asyncapi-bus.ts';
import { addSockets } from './reference/asyncapi-sockets.ts';
import type { AsyncApiDocument, AsyncMessage, AsyncOperation, Channel } from './reference/asyncapi-types.ts';
import { createSchemaWriter, type SchemaWriter } from './reference/json-schema.ts';
import { referenceInfo } from './reference/reference-info.ts';

const description = `What is told live: Socket.IO events between clients and this system, and the NATS subjects on which
its services meet. A payload to the server is held against its schema and a field that is not listed is refused;
payloads to clients may get more fields. Whoever reads them passes over what they do not know.`;

/** What the parts of the document write into. */
export interface AsyncApiParts {
  channels: Record<string, Channel>;
  operations: Record<string, AsyncOperation>;
  messages: Record<string, AsyncMessage>;
  writer: SchemaWriter;
}

/** Socket events and NATS subjects, as an AsyncAPI 3.0 document. */
export function asyncApiDocument(): AsyncApiDocument {
  // AsyncAPI 3.0 reads schemas as draft 7, where nothing may stand beside a $ref.
  const writer = createSchemaWriter('#/components/schemas', { dialect: 'draft-7' });
  const parts: AsyncApiParts = { channels: {}, operations: {}, messages: {}, writer };
  addSockets(parts);
  addBus(parts);
  const { title, version, license } = referenceInfo;
  return {
    asyncapi: '3.0.0',
    info: { title, version, description, license: { name: license.name } },
    defaultContentType: 'application/json',
    servers: {
      sockets: {
        host: '{host}',
        pathname: '/socket.io/',
        protocol: 'socket.io',
        description: 'Socket.IO 4, for customers and staff. The token is given as `auth.token`.',
        variables: { host: { default: '127.0.0.1:3000', description: 'Where the gateway or the ingress listens' } },
        security: [{ $ref: '#/components/securitySchemes/token' }],
      },
      bus: {
        host: '{host}',
        protocol: 'nats',
        description: 'NATS, for the services of this system only.',
        variables: { host: { default: '127.0.0.1:4222', description: 'As in `NATS_URL`' } },
      },
    },
    channels: parts.channels,
    operations: parts.operations,
    components: {
      schemas: Object.fromEntries(Object.entries(writer.definitions).sort(([a], [b]) => (a < b ? -1 : 1))),
      messages: parts.messages,
      securitySchemes: {
        token: {
          type: 'userPassword',
          description: 'A JWT as `auth.token` of the handshake; there is no name beside it.',
        },
      },
    },
  };
}
