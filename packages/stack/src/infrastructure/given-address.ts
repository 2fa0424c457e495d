import { waitUntil } from '../process/wait-until.ts';
import { stackError } from '../stack-error.ts';
import { answersWith } from './answers.ts';

const patienceMs = 10_000;

/**
 * Waits until somebody listens at an address from the settings (several, with commas, are allowed: one is
 * enough). The line that it throws names the setting and never the address, which may hold a password.
 */
export async function expectListener(setting: string, addresses: string, defaultPort: number, signal: AbortSignal) {
  const places = addresses.split(',').map((address) => placeOf(setting, address.trim(), defaultPort));
  await waitUntil(
    `The server of the setting ${setting}`,
    async () => (await Promise.all(places.map(({ host, port }) => answersWith(host, port, '', '')))).includes(true),
    { timeoutMs: patienceMs, everyMs: 100, signal },
  );
}

function placeOf(setting: string, address: string, defaultPort: number): { host: string; port: number } {
  const url = URL.parse(address.includes('://') ? address : `nats://${address}`);
  if (url === null || url.hostname === '') throw stackError(`The setting ${setting} is not an address.`);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || defaultPort) };
}
