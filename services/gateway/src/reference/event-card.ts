import type {
  AsyncApiDocument,
  AsyncMessage,
  AsyncOperation,
  Channel,
  Reference,
} from '@livechat/contracts/reference/asyncapi-types';
import { codesIn, errorList } from './errors.ts';
import { fieldTable, flatFields } from './field-table.ts';
import { type Html, html, prose } from './html.ts';
import type { Shapes } from './schema-text.ts';

export interface NamedOperation {
  name: string;
  operation: AsyncOperation;
  channel: Channel | undefined;
  message: AsyncMessage | undefined;
  reply: AsyncMessage | undefined;
}

/** The operations of a document that bear a tag, with what their references lead to. */
export function operationsWith(tag: string, document: AsyncApiDocument): NamedOperation[] {
  const { channels, components, operations } = document;
  const messageAt = (reference: Reference | undefined) => components.messages[lastStep(reference)];
  return Object.entries(operations)
    .filter(([, { tags }]) => tags.some(({ name }) => name === tag))
    .map(([name, operation]) => ({
      name,
      operation,
      channel: channels[lastStep(operation.channel)],
      message: messageAt(operation.messages[0]),
      reply: messageAt(operation.reply?.messages[0]),
    }));
}

const lastStep = (reference: Reference | undefined) => reference?.$ref.split('/').at(-1) ?? '';

export function socketCard({ name, operation, message, reply }: NamedOperation, shapes: Shapes): Html {
  const { action, summary, description } = operation;
  const [good, bad] = reply?.payload.oneOf ?? [];
  return html`<article id="event-${name}">
<header><span class="method ${action}">${action === 'receive' ? 'emit' : 'on'}</span> <code class="path">${name}</code></header>
<h3><a href="#event-${name}">${prose(summary)}</a></h3>
${description !== undefined && html`<p class="limit">${prose(description)}</p>`}
<h4>Carries</h4>${fieldTable(flatFields(message?.payload ?? {}), shapes)}
${good && html`<h4>Acknowledged with</h4>${fieldTable(flatFields(good), shapes)}`}
${errorList(codesIn(bad?.properties?.error, 'code'))}
</article>`;
}

/** Closed, since whoever writes a client has no need of it. */
export function busCard({ name, operation, channel, message, reply }: NamedOperation, shapes: Shapes): Html {
  const { summary, description } = operation;
  const [good, bad] = reply?.payload.anyOf ?? [];
  return html`<details id="bus-${name}">
<summary><code class="path">${channel?.address}</code> <span>${prose(summary)}</span></summary>
<p class="limit">${channel?.description}${description !== undefined && html` ${description}`}</p>
<h4>Carries</h4>${fieldTable(flatFields(message?.payload ?? {}), shapes)}
${good && html`<h4>Answered with</h4>${fieldTable(flatFields(good), shapes)}`}
${errorList(codesIn(bad, 'failure'))}
</details>`;
}
