import { expect } from 'vitest';

export interface EnvEntry {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef?: { name: string; key: string }; fieldRef?: { fieldPath: string } };
}

export interface Probe {
  httpGet: { path: string; port: string };
  periodSeconds: number;
  timeoutSeconds: number;
  failureThreshold: number;
}

export interface Container {
  name: string;
  image: string;
  command?: string[];
  env?: EnvEntry[];
  envFrom?: { configMapRef: { name: string } }[];
  ports?: { name: string; containerPort: number }[];
  lifecycle?: object;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  startupProbe?: Probe;
  resources: { requests: Record<string, string>; limits: Record<string, string> };
  securityContext: object;
  volumeMounts: { name: string; mountPath: string }[];
}

export interface PodSpec {
  serviceAccountName?: string;
  automountServiceAccountToken: boolean;
  enableServiceLinks: boolean;
  terminationGracePeriodSeconds: number;
  securityContext: object;
  containers: Container[];
  volumes: { name: string; emptyDir?: object }[];
  topologySpreadConstraints: { topologyKey: string; labelSelector: { matchLabels: Record<string, string> } }[];
}

export interface NetworkRule {
  ports?: { port: number | string; protocol: string }[];
  from?: object[];
  to?: object[];
}

/** As much of any of Kubernetes' resources as the tests look at. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels: Record<string, string>; annotations?: Record<string, string> };
  data?: Record<string, string>;
  automountServiceAccountToken?: boolean;
  spec?: Record<string, unknown>;
}

/** The only one of its kind, or the one of that name. */
export function find(manifests: readonly Manifest[], kind: string, name?: string): Manifest {
  const found = manifests.filter((each) => each.kind === kind && (name === undefined || each.metadata.name === name));
  expect(found.length, `${kind} ${name ?? ''}`).toBe(1);
  return found[0] as Manifest;
}

export function has(manifests: readonly Manifest[], kind: string): boolean {
  return manifests.some((each) => each.kind === kind);
}

export function podOf(manifest: Manifest): PodSpec {
  if (manifest.kind === 'Pod') return manifest.spec as unknown as PodSpec;
  return (manifest.spec as { template: { spec: PodSpec } }).template.spec;
}

export function podsOf(manifests: readonly Manifest[]): Manifest[] {
  return manifests.filter(({ kind }) => ['Deployment', 'Job', 'Pod'].includes(kind));
}

export function containerOf(manifest: Manifest): Container {
  const { containers } = podOf(manifest);
  expect(containers).toHaveLength(1);
  return containers[0] as Container;
}

export function podAnnotations(manifest: Manifest): Record<string, string> {
  return (manifest.spec as { template: { metadata: { annotations: Record<string, string> } } }).template.metadata
    .annotations;
}

/** What the process finds in its environment: from the chart's ConfigMap, from Secrets, and as it is. */
export function environmentOf(manifests: readonly Manifest[], deployment: Manifest): Record<string, string> {
  const container = containerOf(deployment);
  const data = (container.envFrom ?? []).map(
    ({ configMapRef }) => find(manifests, 'ConfigMap', configMapRef.name).data,
  );
  const entries = (container.env ?? []).map(({ name, value, valueFrom }) => {
    const { secretKeyRef, fieldRef } = valueFrom ?? {};
    return [name, secretKeyRef ? `secret ${secretKeyRef.name}/${secretKeyRef.key}` : (value ?? fieldRef?.fieldPath)];
  });
  return Object.assign({}, ...data, Object.fromEntries(entries));
}

export const egressOf = (policy: Manifest): NetworkRule[] => (policy.spec as { egress: NetworkRule[] }).egress;
export const ingressOf = (policy: Manifest): NetworkRule[] => (policy.spec as { ingress: NetworkRule[] }).ingress;
/** `4222`, `53/UDP`: to which ports of others it may connect. */
export const egressPorts = (policy: Manifest): string[] =>
  egressOf(policy).flatMap(({ ports = [] }) =>
    ports.map(({ port, protocol }) => (protocol === 'TCP' ? `${port}` : `${port}/${protocol}`)),
  );
