import { z } from 'zod';
import { namedSchemas } from './named-schemas.ts';

/** The part of JSON Schema that zod writes for our contracts. */
export interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  title?: string;
  description?: string;
  type?: string | string[];
  enum?: (string | number | boolean | null)[];
  const?: string | number | boolean | null;
  default?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
}

/** What a door reads, or what it gives: a field with a default need not be given, and is always there afterwards. */
export type Direction = 'input' | 'output';

export interface SchemaWriter {
  /** Of everything named that was used so far, by name. */
  definitions: Record<string, JsonSchema>;
  write(schema: z.ZodType, direction: Direction): JsonSchema;
}

/**
 * Writes zod schemas as JSON Schema. What has a name becomes a reference under `place`, as in `#/components/schemas`,
 * and its definition is kept. Outputs stay open for fields to come: a reader passes over what it does not know.
 */
export function createSchemaWriter(
  place: string,
  { dialect = 'draft-2020-12' }: { dialect?: 'draft-2020-12' | 'draft-7' } = {},
): SchemaWriter {
  const definitions: Record<string, JsonSchema> = {};
  return {
    definitions,
    write(schema, direction) {
      // Wrapped, so that a schema with a name becomes a reference too.
      const written = z.toJSONSchema(z.object({ schema }), {
        io: direction,
        target: dialect,
        metadata: namedSchemas,
        override: ({ jsonSchema }) => {
          if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
          // The largest integer of JSON numbers says nothing of the field.
          if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
          // Calendar and UUID versions as a pattern are of no use to a reader; the format says it.
          if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
        },
      });
      const { properties = {}, $defs, definitions: draft7Definitions }: WrittenRoot = moveReferences(written, place);
      Object.assign(definitions, $defs ?? draft7Definitions);
      return properties.schema ?? {};
    },
  };
}

type WrittenRoot = JsonSchema & { definitions?: Record<string, JsonSchema> };

function moveReferences(written: object, place: string): WrittenRoot {
  return JSON.parse(JSON.stringify(written), (key, value) =>
    key === '$ref' && typeof value === 'string' ? value.replace(/^#\/(\$defs|definitions)\//, `${place}/`) : value,
  );
}

/** The fields of an object's schema, each with whether it must be there. */
export function fieldsOf({ properties = {}, required = [] }: JsonSchema): [string, JsonSchema, boolean][] {
  return Object.entries(properties).map(([name, schema]) => [name, schema, required.includes(name)]);
}

/** An object's schema with these fields only. */
export function withFields(schema: JsonSchema, keep: (name: string) => boolean): JsonSchema {
  const { properties = {}, required = [], ...rest } = schema;
  const kept = required.filter(keep);
  return {
    ...rest,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => keep(name))),
    ...(kept.length > 0 && { required: kept }),
  };
}
