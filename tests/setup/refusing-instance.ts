import { connectBus } from '@livechat/bus/connect';
import type { RequestContract } from '@livechat/contracts/contract';
import { fail } from '@livechat/contracts/errors';
import { requests } from '@livechat/contracts/registry';
import type { ServiceName } from '@livechat/stack/service-names';
import { inject } from 'vitest';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** One more instance of a service on the bus, which answers everything with UNAVAILABLE. */
export async function startRefusing(service: ServiceName): Promise<() => Promise<void>> {
  const {
    NATS_URL: natsUrl = '',
    NATS_USER: user = '',
    NATS_PASSWORD: pass = '',
  } = inject('system').further[service][0] ?? {};
  const credentials = user === '' ? undefined : { user, pass };
  const bus = await connectBus({
    service,
    instance: `refusing-${service}`,
    version: '0.1.0',
    natsUrl,
    credentials,
    log: quiet,
  });
  for (const contract of Object.values<RequestContract>(requests)) {
    if (contract.owner === service) bus.serve(contract, async () => fail('UNAVAILABLE') as never);
  }
  return async () => {
    await bus.stopServing();
    await bus.close();
  };
}
