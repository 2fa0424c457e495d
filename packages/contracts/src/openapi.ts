import { internalFields, type RequestContract, type RestBinding } from './contract.ts';
import type { ErrorCode } from './errors.ts';
import type { RateLimitName } from './rate-limits.ts';
import { describeLimit } from './reference/describe-limit.ts';
import { identityFields } from './reference/identity-fields.ts';
import {
  createSchemaWriter,
  fieldsOf,
  type JsonSchema,
  type SchemaWriter,
  withFields,
} from './reference/json-schema.ts';
import { errorResponses, headerReferences, headers } from './reference/openapi-errors.ts';
import type { HttpMethod, OpenApiDocument, Operation, Parameter, ResponseObject } from './reference/openapi-types.ts';
import { type OwnRoute, ownRoutes } from './reference/own-routes.ts';
import { Problem } from './reference/problem.ts';
import { referenceInfo } from './reference/reference-info.ts';
import { requests } from './registry.ts';

const tags = [
  { name: 'Settings', description: 'What apps are told of an installation.' },
  { name: 'Signing in', description: 'Built-in accounts. A host application signs its own tokens.' },
  { name: 'Customers', description: 'For tokens with the role `user`.' },
  { name: 'Staff', description: 'For tokens with the role `admin`.' },
  { name: 'Health', description: 'For whoever runs it.' },
  { name: 'Reference', description: 'This reference.' },
];

const answerTexts = { 200: 'Done.', 201: 'Created.', 204: 'Done, without a body.' };

const description = `Support chat over HTTP. Bodies are JSON in UTF-8, at most 64 KiB; a field that is not listed is refused.
Every call with a token carries it as \`Authorization: Bearer <JWT>\`. A refused call is answered with a problem
document (RFC 9457) whose \`code\` says why. Sending a message again with the same \`clientMessageId\` changes nothing.
What happens live is told over sockets.`;

/** Everything the gateway answers over HTTP, as an OpenAPI 3.1 document. */
export function openApiDocument(): OpenApiDocument {
  const writer = createSchemaWriter('#/components/schemas');
  const paths: OpenApiDocument['paths'] = {};
  const add = (method: RestBinding['method'], path: string, operation: Operation) => {
    paths[path] = { ...paths[path], [method.toLowerCase() as HttpMethod]: operation };
  };
  for (const route of ownRoutes) add(route.method, route.path, ownOperation(route, writer));
  for (const contract of Object.values<RequestContract>(requests)) {
    for (const binding of contract.rest) add(binding.method, binding.path, operationOf(contract, binding, writer));
  }
  return {
    openapi: '3.1.1',
    info: { ...referenceInfo, description },
    servers: [{ url: '/', description: 'The gateway that gave this document' }],
    tags,
    paths,
    components: {
      schemas: inOrder(writer.definitions),
      headers,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'From the built-in login, or signed by a trusted host application.',
        },
      },
    },
  };
}

function operationOf(contract: RequestContract, binding: RestBinding, writer: SchemaWriter): Operation {
  const { role, status, statusWhenRepeated } = binding;
  const limit = contract.rateLimit?.[role];
  const output = withFields(writer.write(contract.output, 'output'), (name) => !internalFields.includes(name));
  const content = { 'application/json': { schema: output } };
  const headers = answerHeaders(limit);
  const answer: ResponseObject = { description: answerTexts[status], headers, ...(status !== 204 && { content }) };
  const alsoForUsers = contract.rest.some((other) => other.role === 'user');
  return {
    operationId: role === 'admin' && alsoForUsers ? `${contract.name}AsStaff` : contract.name,
    summary: contract.summary,
    ...limitDescription(limit),
    tags: [role === 'admin' ? 'Staff' : 'Customers'],
    security: [{ bearer: [role] }],
    ...inputOf(contract, binding, writer),
    responses: {
      ...(statusWhenRepeated && {
        [statusWhenRepeated]: { ...answer, description: 'The same `clientMessageId` was sent before: as it was then.' },
      }),
      [status]: answer,
      ...errorResponses(codesOf(contract, binding), writer.write(Problem, 'output'), limit !== undefined),
    },
  };
}

function codesOf(contract: RequestContract, { method, role, without }: RestBinding): ErrorCode[] {
  const ofBodies: ErrorCode[] = method === 'GET' ? [] : ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
  const codes: ErrorCode[] = [
    'VALIDATION_FAILED',
    'UNAUTHENTICATED',
    'FORBIDDEN',
    ...(role === 'user' ? (['BLOCKED'] as const) : []),
    ...contract.errors,
    ...ofBodies,
    // Of bad tokens, where a call has no limit of its own.
    'RATE_LIMITED',
    'INTERNAL',
    'UNAVAILABLE',
  ];
  return codes.filter((code) => !without?.errors?.includes(code));
}

/** Path, query and body of a contract's route, as the gateway reads them. */
function inputOf(
  contract: RequestContract,
  { method, path, claims, without }: RestBinding,
  writer: SchemaWriter,
): Pick<Operation, 'parameters' | 'requestBody'> {
  const input = writer.write(contract.input, 'input');
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const rest = withFields(input, (name) => !inPath.includes(name) && !without?.fields?.includes(name));
  const own = { ...rest, properties: { ...rest.properties, ...identityFields(claims) } };
  const parameters = parametersOf(
    withFields(input, (name) => inPath.includes(name)),
    'path',
  );
  if (method === 'GET') parameters.push(...parametersOf(own, 'query'));
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(method !== 'GET' && bodyOf(own)),
  };
}

function parametersOf(schema: JsonSchema, place: Parameter['in']): Parameter[] {
  return fieldsOf(schema).map(([name, { description, ...field }, required]) => ({
    name,
    in: place,
    required,
    ...(description !== undefined && { description }),
    schema: field,
  }));
}

function bodyOf(schema: JsonSchema): Pick<Operation, 'requestBody'> {
  return {
    requestBody: {
      required: (schema.required ?? []).length > 0,
      content: { 'application/json': { schema: { ...schema, additionalProperties: false } } },
    },
  };
}

function ownOperation(route: OwnRoute, writer: SchemaWriter): Operation {
  const { name, method, summary, tag, needsToken, input, answers, rateLimit } = route;
  const codes: ErrorCode[] = [...route.errors];
  if (needsToken) codes.push('UNAUTHENTICATED', 'RATE_LIMITED');
  if (needsToken && route.refusesBlocked) codes.push('BLOCKED');
  if (input) codes.push('PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  const given = answers.map(
    ({ status, description, output, mediaType = 'application/json' }): [number, ResponseObject] => [
      status,
      {
        description,
        headers: answerHeaders(rateLimit),
        ...(output && { content: { [mediaType]: { schema: writer.write(output, 'output') } } }),
      },
    ],
  );
  return {
    operationId: name,
    summary,
    ...limitDescription(rateLimit),
    tags: [tag],
    security: needsToken ? [{ bearer: [] }] : [],
    ...(input && method !== 'GET' && bodyOf(writer.write(input, 'input'))),
    responses: {
      ...Object.fromEntries(given),
      ...errorResponses(codes, writer.write(Problem, 'output'), rateLimit !== undefined),
    },
  };
}

function answerHeaders(limit: RateLimitName | undefined): ResponseObject['headers'] {
  return headerReferences('X-Request-Id', ...(limit ? ['RateLimit', 'RateLimit-Policy'] : []));
}

const limitDescription = (name: RateLimitName | undefined) => (name ? { description: describeLimit(name) } : {});

const inOrder = <Value>(record: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
