import type { AsyncApiDocument } from '@livechat/contracts/reference/asyncapi-types';
import type { JsonSchema } from '@livechat/contracts/reference/json-schema';
import type { OpenApiDocument } from '@livechat/contracts/reference/openapi-types';
import { callCard, type NamedCall } from './call-card.ts';
import { errorTable } from './errors.ts';
import { busCard, type NamedOperation, operationsWith, socketCard } from './event-card.ts';
import { fieldTable, flatFields } from './field-table.ts';
import { type Html, html, prose } from './html.ts';
import { limitsText, type Shapes, typeText } from './schema-text.ts';

interface Section {
  id: string;
  title: string;
  intro: string;
  /** For the list beside the page. */
  entries: { href: string; label: Html }[];
  content: readonly Html[];
}

/** Both documents as one page that needs neither a script nor another host. */
export function referencePage(openApi: OpenApiDocument, asyncApi: AsyncApiDocument): string {
  const { title, version, description } = openApi.info;
  const shapes = { ...asyncApi.components.schemas, ...openApi.components.schemas };
  const sections = [
    ...callSections(openApi, shapes),
    ...socketSections(asyncApi, shapes),
    ...busSections(asyncApi, shapes),
    errorSection(openApi, shapes),
    schemaSection(shapes),
  ];
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<a class="skip" href="#content">To the content</a>
<nav aria-label="Contents"><p class="brand"><a href="#content">${title}</a> <small>${version}</small></p>${sections.map(contents)}</nav>
<main id="content">
<h1>${title} reference</h1>
<p class="lead">${prose(description)}</p>
<p class="files"><a href="/openapi.json">openapi.json</a> <a href="/asyncapi.json">asyncapi.json</a> <span><abbr class="required">*</abbr> must be given, or is always there</span></p>
${sections.map(sectionOf)}
</main>
</body>
</html>
`;
  return markup;
}

function contents({ id, title, entries }: Section): Html {
  return html`<section><h2><a href="#${id}">${title}</a></h2>
<ul>${entries.map(({ href, label }) => html`<li><a href="#${href}">${label}</a></li>`)}</ul></section>`;
}

function sectionOf({ id, title, intro, content }: Section): Html {
  return html`<section id="${id}"><h2>${title}</h2><p>${prose(intro)}</p>${content}</section>`;
}

function callSections({ paths, tags }: OpenApiDocument, shapes: Shapes): Section[] {
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]): NamedCall => ({ method: method.toUpperCase(), path, operation }),
    ),
  );
  return tags.map(({ name, description }) => {
    const own = calls.filter(({ operation }) => operation.tags.includes(name));
    return {
      id: `calls-${name.toLowerCase().replaceAll(' ', '-')}`,
      title: name,
      intro: description,
      entries: own.map(({ method, operation }) => ({
        href: operation.operationId,
        label: html`<span class="method ${method}">${method}</span> ${operation.operationId}`,
      })),
      content: own.map((call) => callCard(call, shapes)),
    };
  });
}

function socketSections(document: AsyncApiDocument, shapes: Shapes): Section[] {
  const section = (tag: string, title: string, intro: string): Section => {
    const own = operationsWith(tag, document);
    const entries = own.map(({ name }) => ({ href: `event-${name}`, label: html`${name}` }));
    return {
      id: `sockets-${tag.replaceAll(' ', '-')}`,
      title,
      intro,
      entries,
      content: own.map((event) => socketCard(event, shapes)),
    };
  };
  return [
    section(
      'to the server',
      'Socket events to the server',
      'Socket.IO 4, with the token as `auth.token`. Each is acknowledged with `{ok: true, …}` or `{ok: false, error}`; a refusal is told as `chat-error` too.',
    ),
    section(
      'to clients',
      'Socket events to clients',
      'What a server says. More fields may come; pass over what you do not know.',
    ),
  ];
}

function busSections(document: AsyncApiDocument, shapes: Shapes): Section[] {
  const section = (tag: string, title: string, intro: string): Section => {
    const own = operationsWith(tag, document);
    const label = ({ name }: NamedOperation) => ({ href: `bus-${name}`, label: html`${name}` });
    return {
      id: `bus-${tag}`,
      title,
      intro,
      entries: own.map(label),
      content: own.map((subject) => busCard(subject, shapes)),
    };
  };
  return [
    section(
      'requests',
      'NATS requests',
      'What the services ask each other. For this system only; clients use the calls and sockets above.',
    ),
    section('events', 'NATS events', 'Facts, told after the commit and kept in the stream `LIVECHAT_EVENTS`.'),
    section('signals', 'NATS signals', 'Passing: whoever listens hears it, and it is never stored.'),
  ];
}

function errorSection({ components }: OpenApiDocument, shapes: Shapes): Section {
  const headers = Object.entries(components.headers).map(([name, { description, schema }]) => ({
    name,
    schema,
    description,
    required: false,
  }));
  return {
    id: 'errors',
    title: 'Errors and headers',
    intro: 'A refused call is a `Problem` as application/problem+json; programs go by its `code`.',
    entries: [],
    content: [errorTable(), html`<h3>Headers of answers</h3>`, fieldTable(headers, shapes)],
  };
}

function schemaSection(shapes: Shapes): Section {
  const own = Object.entries(shapes).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    id: 'schemas',
    title: 'Shapes',
    intro: 'What has a name of its own.',
    entries: own.map(([name]) => ({ href: `schema-${name}`, label: html`${name}` })),
    content: own.map((entry) => schemaCard(entry, shapes)),
  };
}

function schemaCard([name, schema]: [string, JsonSchema], shapes: Shapes): Html {
  const limits = limitsText(schema).join(' · ');
  return html`<article id="schema-${name}">
<h3><a href="#schema-${name}">${name}</a></h3>
<p>${prose(schema.description ?? '')}</p>
${schema.properties ? fieldTable(flatFields(schema), shapes) : html`<p class="type">${typeText(schema)}${limits !== '' && html` <span class="limits">${limits}</span>`}</p>`}
</article>`;
}
