import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { kubernetesVersions } from './kubernetes-versions.ts';
import type { Manifest } from './manifest.ts';

type Version = (typeof kubernetesVersions)[number];
interface Kinds {
  kinds: Record<string, object>;
  $defs?: object;
}

const folder = join(import.meta.dirname, '../schemas');
const validators = new Map<string, ValidateFunction>();

/** What a server of this version would not take, fields that it does not know among it. */
export function faultsOf(manifest: Manifest, version: Version): string[] {
  const kind = `${manifest.apiVersion}/${manifest.kind}`;
  const { name } = manifest.metadata;
  const key = `${version} ${kind}`;
  const validate = validators.get(key) ?? compile(kind, version);
  validators.set(key, validate);
  if (validate(manifest)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${kind} ${name}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function compile(kind: string, version: Version): ValidateFunction {
  const own = read(`kubernetes-${version}.json`);
  const schema = own.kinds[kind] ?? read('others.json').kinds[kind];
  if (!schema) throw new Error(`tests/charts/schemas has nothing for ${kind}`);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  return ajv.compile({ ...schema, $defs: own.$defs });
}

function read(name: string): Kinds {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
