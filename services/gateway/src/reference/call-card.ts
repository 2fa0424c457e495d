import type { Operation, ResponseObject } from '@livechat/contracts/reference/openapi-types';
import { codesIn, errorList } from './errors.ts';
import { type Field, fieldTable, flatFields } from './field-table.ts';
import { type Html, html, prose } from './html.ts';
import { type Shapes, typeText } from './schema-text.ts';

export interface NamedCall {
  method: string;
  path: string;
  operation: Operation;
}

/** One REST call: where, who may, what it takes, what it answers. */
export function callCard({ method, path, operation }: NamedCall, shapes: Shapes): Html {
  const { operationId, summary, description, security, responses } = operation;
  const inputs = inputsOf(operation);
  const codes = Object.values(responses).flatMap(({ content }) =>
    codesIn(content?.['application/problem+json']?.schema, 'code'),
  );
  return html`<article id="${operationId}">
<header><span class="method ${method}">${method}</span> <code class="path">${pathText(path)}</code>${whoMay(security)}</header>
<h3><a href="#${operationId}">${prose(summary)}</a></h3>
${description !== undefined && html`<p class="limit">${prose(description)}</p>`}
${inputs.length > 0 && html`<h4>Takes</h4>${fieldTable(inputs, shapes)}`}
${Object.entries(responses)
  .filter(isAnswer)
  .map((answer) => answerOf(answer, shapes))}
${errorList(codes)}
</article>`;
}

function pathText(path: string): Html[] {
  return path.split(/(\{\w+\})/).map((piece) => (piece.startsWith('{') ? html`<i>${piece}</i>` : html`${piece}`));
}

function whoMay(security: Operation['security']): Html {
  const [requirement] = security;
  if (!requirement) return html`<span class="who">no token</span>`;
  const [role] = requirement.bearer ?? [];
  if (role === 'admin') return html`<span class="who staff">staff</span>`;
  return html`<span class="who">${role === 'user' ? 'customer' : 'any token'}</span>`;
}

function inputsOf({ parameters = [], requestBody }: Operation): Field[] {
  const body = requestBody?.content['application/json']?.schema;
  return [
    ...parameters.map(({ name, in: place, required, description, schema }) => ({
      name,
      schema,
      required,
      description,
      place,
    })),
    ...(body ? flatFields(body).map((field) => ({ ...field, place: 'body' })) : []),
  ];
}

const isAnswer = ([, { content }]: [string, ResponseObject]) => content?.['application/problem+json'] === undefined;

function answerOf([status, { description, content = {} }]: [string, ResponseObject], shapes: Shapes): Html {
  const [mediaType, body] = Object.entries(content)[0] ?? [];
  const schema = body?.schema;
  return html`<h4>Answers <b class="status">${status}</b> <span>${prose(description)}</span></h4>
${schema?.properties && Object.keys(schema.properties).length > 0 && fieldTable(flatFields(schema), shapes)}
${schema && !schema.properties && html`<p class="none">${typeText(schema)}, ${mediaType}</p>`}`;
}
