import { type ErrorCode, errors, isErrorCode } from '@livechat/contracts/errors';
import type { JsonSchema } from '@livechat/contracts/reference/json-schema';
import { type Html, html } from './html.ts';

/** The codes that a refusal of ours is narrowed to: `allOf` of the shared schema and the codes of this one. */
export function codesIn(schema: JsonSchema | undefined, field: 'code' | 'failure'): ErrorCode[] {
  const codes = schema?.allOf?.flatMap(({ properties }) => properties?.[field]?.enum ?? []) ?? [];
  return codes.filter(isErrorCode);
}

export function errorList(codes: readonly ErrorCode[]): Html {
  if (codes.length === 0) return html``;
  const inOrder = [...codes].sort((one, other) => errors[one].status - errors[other].status);
  return html`<h4>Errors</h4><ul class="errors">${inOrder.map(errorLink)}</ul>`;
}

function errorLink(code: ErrorCode): Html {
  const { status, title } = errors[code];
  return html`<li><a href="#error-${code}" title="${title}"><b>${status}</b> ${code}</a></li>`;
}

export function errorTable(): Html {
  const rows = Object.entries(errors).map(
    ([code, { status, title }]) =>
      html`<tr id="error-${code}"><th scope="row"><code>${code}</code></th><td class="type">${status}</td><td>${title}</td></tr>`,
  );
  return html`<table class="fields"><tbody>${rows}</tbody></table>`;
}
