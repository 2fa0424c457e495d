import { readManifest, type StackManifest } from '@livechat/stack/stack-manifest';
import { inject } from 'vitest';

/** What runs where at this moment, as `stack.json` says. */
export function manifest(): StackManifest {
  return readManifest(inject('system').dataDir);
}

/** The process ids of all services: the same before and after means that none has ended. */
export function processIds(): Record<string, number[]> {
  const { services } = manifest();
  return Object.fromEntries(Object.entries(services).map(([name, running]) => [name, running.map(({ pid }) => pid)]));
}
