import { fieldsOf, type JsonSchema } from '@livechat/contracts/reference/json-schema';
import { type Html, html } from './html.ts';
import { notesOf, type Shapes, typeText } from './schema-text.ts';

export interface Field {
  name: string;
  schema: JsonSchema;
  required: boolean;
  description?: string | undefined;
  /** Where the field is, when a table holds several places. */
  place?: string;
}

/** The fields of an object, those of objects within it included, as `heads[].lastSeq`. */
export function flatFields(schema: JsonSchema, prefix = ''): Field[] {
  return fieldsOf(schema).flatMap(([name, field, required]) => {
    const path = prefix + name;
    const inner = field.type === 'array' && field.items ? field.items : objectIn(field);
    const own = { name: path, schema: field, required, description: field.description };
    return inner.properties ? [own, ...flatFields(inner, `${path}${inner === field.items ? '[]' : ''}.`)] : [own];
  });
}

/** The object of a field that may also be null. */
function objectIn(field: JsonSchema): JsonSchema {
  return field.anyOf?.find(({ properties }) => properties !== undefined) ?? field;
}

export function fieldTable(fields: readonly Field[], shapes: Shapes): Html {
  if (fields.length === 0) return html`<p class="none">No fields.</p>`;
  return html`<table class="fields"><tbody>${fields.map((field) => row(field, shapes))}</tbody></table>`;
}

function row({ name, schema, required, description, place }: Field, shapes: Shapes): Html {
  const mark = required && html`<abbr class="required" title="required">*</abbr>`;
  return html`<tr>
<th scope="row"><code>${name}</code>${mark}${place !== undefined && html` <small>${place}</small>`}</th>
<td class="type">${typeText(schema)}</td>
<td>${notesOf(schema, description, shapes)}</td>
</tr>`;
}
