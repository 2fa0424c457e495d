import type { JsonSchema } from '../reference/json-schema.ts';

/** A schema, and where its references lead. */
export interface Side {
  schema: JsonSchema;
  $defs: Record<string, JsonSchema>;
}

/** A door refuses fields that it does not know; other readers pass over them. */
export type Reading = 'at a door' | 'by a peer' | 'by a newer peer';

/**
 * What `written` may say that whoever reads with `read` cannot take, as lines that begin with the path of the field;
 * none if all fits. A field that a reader knows must stay, even one that it can do without: somebody uses it. Only a
 * newer reader knows of fields that were never there.
 */
export function schemaMisfits(read: Side, written: Side, reading: Reading, path: string): string[] {
  return compare({ read, written, reading, path, seen: new Set() });
}

interface Comparison {
  read: Side;
  written: Side;
  reading: Reading;
  path: string;
  /** Pairs of names that are being compared, since schemas refer to themselves. */
  seen: ReadonlySet<string>;
}

function compare(comparison: Comparison): string[] {
  const { path } = comparison;
  const pair = `${comparison.read.schema.$ref} ${comparison.written.schema.$ref}`;
  if (comparison.seen.has(pair)) return [];
  const isNamed = comparison.read.schema.$ref !== undefined && comparison.written.schema.$ref !== undefined;
  const seen = isNamed ? new Set([...comparison.seen, pair]) : comparison.seen;
  const read = resolve(comparison.read);
  const written = resolve(comparison.written);
  const inner: Comparison = { ...comparison, read, written, seen };

  const choices = alternatives(written);
  if (choices) return choices.flatMap((choice) => compare({ ...inner, written: choice }));
  const readable = alternatives(read);
  if (readable) {
    const fits = readable.some((choice) => compare({ ...inner, read: choice }).length === 0);
    return fits
      ? []
      : [
          `${path}: ${typeOf(written.schema)} is none of ${readable.map((choice) => typeOf(resolve(choice).schema)).join(', ')}`,
        ];
  }
  if (!typeFits(read.schema, written.schema)) {
    return [`${path}: ${typeOf(written.schema)} where ${typeOf(read.schema)} is read`];
  }
  return [
    ...valueMisfits(read.schema, written.schema, path),
    ...limitMisfits(read.schema, written.schema, path),
    ...fieldMisfits(inner),
    ...elementMisfits(inner),
  ];
}

/** Follows references; what stands beside one counts too. */
function resolve({ schema, $defs }: Side): Side {
  const { $ref, ...beside } = schema;
  if ($ref === undefined) return { schema, $defs };
  const target = $defs[$ref.replace('#/$defs/', '')];
  if (!target) throw new Error(`${$ref} leads nowhere`);
  return resolve({ schema: { ...target, ...beside }, $defs });
}

/** The choices of a union, and of a list of types such as `["string", "null"]`. */
function alternatives({ schema, $defs }: Side): Side[] | undefined {
  if (schema.anyOf) return schema.anyOf.map((choice) => ({ schema: choice, $defs }));
  const { type } = schema;
  return Array.isArray(type) ? type.map((one) => ({ schema: { ...schema, type: one }, $defs })) : undefined;
}

const typeOf = ({ type }: JsonSchema) => String(type ?? 'anything');

function typeFits({ type: read }: JsonSchema, { type: written }: JsonSchema): boolean {
  return read === undefined || read === written || (read === 'number' && written === 'integer');
}

function valueMisfits(read: JsonSchema, written: JsonSchema, path: string): string[] {
  const readable = valuesOf(read);
  if (!readable) return [];
  const values = valuesOf(written);
  if (!values) return [`${path}: any value where only ${readable.map(String).join(', ')} is read`];
  return values.filter((value) => !readable.includes(value)).map((value) => `${path}: ${value} is not read`);
}

function valuesOf({ enum: values, const: value }: JsonSchema) {
  return values ?? (value === undefined ? undefined : [value]);
}

const lowest = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const;
const highest = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const;

function limitMisfits(read: JsonSchema, written: JsonSchema, path: string): string[] {
  const misfits: string[] = [];
  for (const limit of lowest) {
    const least = read[limit];
    if (least !== undefined && (written[limit] ?? Number.NEGATIVE_INFINITY) < least) misfits.push(limit);
  }
  for (const limit of highest) {
    const most = read[limit];
    if (most !== undefined && (written[limit] ?? Number.POSITIVE_INFINITY) > most) misfits.push(limit);
  }
  for (const limit of ['format', 'pattern'] as const) {
    if (read[limit] !== undefined && read[limit] !== written[limit]) misfits.push(limit);
  }
  return misfits.map((limit) => `${path}: beyond the ${limit} that is read`);
}

function fieldMisfits({ read, written, reading, path, seen }: Comparison): string[] {
  const readable = read.schema.properties ?? {};
  const given = written.schema.properties ?? {};
  // What has a default is required of what is written today; to a newer reader it may be missing from before.
  const hasDefault = (name: string) => reading === 'by a newer peer' && readable[name]?.default !== undefined;
  const required = (read.schema.required ?? []).filter((name) => !hasDefault(name));
  const always = written.schema.required ?? [];
  const misfits = Object.entries(readable).flatMap(([name, schema]) => {
    const field = `${path}.${name}`;
    const givenSchema = given[name];
    // At a door the caller is the older one: it leaves out what is new, unless it must be there.
    if (!givenSchema) return required.includes(name) || reading === 'by a peer' ? [`${field}: is not given`] : [];
    const missing = required.includes(name) && !always.includes(name) ? [`${field}: is not always given`] : [];
    const sides = { read: { ...read, schema }, written: { ...written, schema: givenSchema } };
    return [...missing, ...compare({ ...sides, reading, path: field, seen })];
  });
  const unknown = Object.keys(given).filter((name) => reading === 'at a door' && !(name in readable));
  return [...misfits, ...unknown.map((name) => `${path}.${name}: is not read`)];
}

function elementMisfits(comparison: Comparison): string[] {
  const { read, written, path } = comparison;
  return (['items', 'additionalProperties'] as const).flatMap((kind) => {
    const [inside, given] = [read.schema[kind], written.schema[kind]];
    if (typeof inside !== 'object' || typeof given !== 'object') return [];
    const sides = { read: { ...read, schema: inside }, written: { ...written, schema: given } };
    return compare({ ...comparison, ...sides, path: `${path}[]` });
  });
}
