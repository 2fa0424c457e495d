// Writes tests/charts/schemas anew from what others publish, for a new version of Kubernetes:
//   pip download --no-deps kubernetes-validate==1.37.0
//   node tests/charts/setup/collect-schemas.ts kubernetes_validate-*.whl CRD.yaml…
// Kubernetes' own are in that package; the files of the other resources are in the Go modules sigs.k8s.io/gateway-api
// (1.4.1, config/crd/experimental), github.com/prometheus-operator/prometheus-operator (0.85.0) and
// github.com/cloudnative-pg/cloudnative-pg (1.28.0).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { parse } from 'yaml';
import { kubernetesVersions } from './kubernetes-versions.ts';

type Schema = { [key: string]: unknown };

const folder = join(import.meta.dirname, '../schemas');
const group = 'io.k8s.api';
/** What the charts may make of Kubernetes' own. */
const kinds = {
  'v1/ConfigMap': 'core.v1.ConfigMap',
  'v1/Pod': 'core.v1.Pod',
  'v1/Service': 'core.v1.Service',
  'v1/ServiceAccount': 'core.v1.ServiceAccount',
  'apps/v1/Deployment': 'apps.v1.Deployment',
  'autoscaling/v2/HorizontalPodAutoscaler': 'autoscaling.v2.HorizontalPodAutoscaler',
  'batch/v1/Job': 'batch.v1.Job',
  'networking.k8s.io/v1/Ingress': 'networking.v1.Ingress',
  'networking.k8s.io/v1/NetworkPolicy': 'networking.v1.NetworkPolicy',
  'policy/v1/PodDisruptionBudget': 'policy.v1.PodDisruptionBudget',
};

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Calls `change` for every schema in it, the inner ones first. */
function mapSchemas(value: unknown, change: (schema: Schema) => Schema): unknown {
  if (Array.isArray(value)) return value.map((each) => mapSchemas(each, change));
  if (!isObject(value)) return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapSchemas(each, change)])));
}

/** Nothing that validates nothing, and no state, which no manifest has. */
function shorten(schema: Schema): Schema {
  const kept = Object.entries(schema).filter(
    ([key, value]) =>
      !(['description', 'format', 'default'].includes(key) && !isObject(value)) && !key.startsWith('x-kubernetes-'),
  );
  return Object.fromEntries(kept);
}

function withoutStatus(schema: unknown): unknown {
  if (!isObject(schema) || !isObject(schema.properties)) return schema;
  const { status: _, ...properties } = schema.properties;
  return { ...schema, properties };
}

function collectKubernetes(files: Record<string, Uint8Array>, version: string): void {
  const path = `kubernetes_validate/kubernetes-json-schema/v${version}.0-local-strict/_definitions.json`;
  const file = files[path];
  if (!file) throw new Error(`the package has no ${path}`);
  const { $defs }: { $defs: Schema } = JSON.parse(strFromU8(file));
  const kept: Schema = {};
  const keep = (name: string) => {
    if (name in kept) return;
    const isKind = Object.values(kinds).some((kind) => name === `${group}.${kind}`);
    kept[name] = mapSchemas(isKind ? withoutStatus($defs[name]) : $defs[name], (schema) => {
      const to = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
      return shorten(to === undefined ? schema : { $ref: `#/$defs/${to}` });
    });
    for (const [, next = ''] of JSON.stringify(kept[name]).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) keep(next);
  };
  for (const kind of Object.values(kinds)) keep(`${group}.${kind}`);
  const refs = Object.entries(kinds).map(([kind, name]) => [kind, { $ref: `#/$defs/${group}.${name}` }]);
  write(`kubernetes-${version}.json`, { kinds: Object.fromEntries(refs), $defs: kept });
}

/** As a server does with a resource of others: what its schema does not name is a fault. */
function strict(schema: Schema): Schema {
  if (schema['x-kubernetes-int-or-string'] === true) return { type: ['integer', 'string'] };
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || 'additionalProperties' in schema;
  const closed = isObject(schema.properties) && schema.type === 'object' && !isOpen;
  return shorten(closed ? { ...schema, additionalProperties: false } : schema);
}

function collectOthers(paths: readonly string[]): void {
  const schemas = paths.flatMap((path) => {
    const { spec } = parse(readFileSync(path, 'utf8'));
    return spec.versions
      .filter(({ storage }: { storage: boolean }) => storage)
      .map(({ name, schema }: { name: string; schema: Schema }) => [
        `${spec.group}/${name}/${spec.names.kind}`,
        mapSchemas(withoutStatus(schema.openAPIV3Schema), strict),
      ]);
  });
  write('others.json', { kinds: Object.fromEntries(schemas) });
}

function write(name: string, content: object): void {
  writeFileSync(join(folder, name), `${JSON.stringify(content)}\n`);
}

const [wheel = '', ...crds] = process.argv.slice(2);
const files = unzipSync(readFileSync(wheel), { filter: ({ name }) => name.endsWith('_definitions.json') });
for (const version of kubernetesVersions) collectKubernetes(files, version);
collectOthers(crds);
