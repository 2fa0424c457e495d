import { isServiceName, type Replicas, serviceNames } from './service-names.ts';
import { stackError } from './stack-error.ts';

const mostReplicas = 16;

/** Reads `realtime=2,chat=2`; a service that is not named has one instance. */
export function parseReplicas(text: string): Replicas {
  const replicas: Replicas = { gateway: 1, chat: 1, moderation: 1, realtime: 1 };
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const [name = '', count = ''] = part.split('=').map((piece) => piece.trim());
    if (!isServiceName(name)) {
      throw stackError(`--replicas: there is no service "${name}", only ${serviceNames.join(', ')}.`);
    }
    if (!/^\d{1,3}$/.test(count) || Number(count) < 1 || Number(count) > mostReplicas) {
      throw stackError(`--replicas: ${name} needs a number from 1 to ${mostReplicas}, as in --replicas ${name}=2.`);
    }
    replicas[name] = Number(count);
  }
  return replicas;
}
