import type { JsonSchema } from '@livechat/contracts/reference/json-schema';
import { type Html, html, join, prose } from './html.ts';

/** A schema's type on one line; what has a name links to it. */
export function typeText(schema: JsonSchema): Html {
  const { $ref, allOf, anyOf, enum: values, const: value, type, items, additionalProperties } = schema;
  if ($ref !== undefined) return link($ref);
  const [only] = allOf ?? [];
  if (only) return typeText(only);
  if (anyOf) return join(anyOf.map(typeText), ' | ');
  if (values) return join(values.map(literal), ' | ');
  if (value !== undefined) return literal(value);
  if (type === 'array') return html`${typeText(items ?? {})}[]`;
  if (typeof additionalProperties === 'object') return html`map of ${typeText(additionalProperties)}`;
  return html`${Array.isArray(type) ? type.join(' | ') : (type ?? 'anything')}`;
}

function link($ref: string): Html {
  const name = $ref.slice($ref.lastIndexOf('/') + 1);
  return html`<a href="#schema-${name}">${name}</a>`;
}

const literal = (value: string | number | boolean | null) => html`<code>${JSON.stringify(value)}</code>`;

/** The limits of a value in words, as in `1 to 64 characters`. */
export function limitsText(schema: JsonSchema): string[] {
  const { minimum, exclusiveMinimum, maximum, minLength, maxLength, minItems, maxItems, format } = schema;
  const least = minimum ?? (exclusiveMinimum === 0 && schema.type === 'integer' ? 1 : undefined);
  return [
    range(least, maximum, ''),
    range(minLength, maxLength, ' characters'),
    range(minItems, maxItems, ' items'),
    format,
    schema.default === undefined ? undefined : `default ${JSON.stringify(schema.default)}`,
  ].filter((text) => text !== undefined);
}

function range(least: number | undefined, most: number | undefined, unit: string): string | undefined {
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`;
  if (most !== undefined) return `at most ${most}${unit}`;
  return least === undefined ? undefined : `at least ${least}${unit}`;
}

/** What has a name, by it. */
export type Shapes = Readonly<Record<string, JsonSchema>>;

/** What a field's type leaves open: its limits, the values or the meaning of its named type, its own description. */
export function notesOf(schema: JsonSchema, description: string | undefined, shapes: Shapes): Html {
  const named = namedType(schema, shapes);
  const limits = limitsText({ ...named, ...schema });
  const values = named?.enum && html`<span class="type">${join(named.enum.map(literal), ' | ')}</span> `;
  const meaning = description ?? (named && !values && limits.length === 0 ? named.description : undefined);
  return html`${values}${limits.length > 0 && html`<span class="limits">${limits.join(' · ')}</span> `}${meaning !== undefined && prose(meaning)}`;
}

/** The named type of a field that is a single value; an object has a table of its own. */
function namedType({ $ref, allOf, anyOf }: JsonSchema, shapes: Shapes): JsonSchema | undefined {
  const reference = $ref ?? allOf?.[0]?.$ref ?? anyOf?.find((choice) => choice.$ref !== undefined)?.$ref;
  const shape = shapes[reference?.slice(reference.lastIndexOf('/') + 1) ?? ''];
  return shape?.properties ? undefined : shape;
}
