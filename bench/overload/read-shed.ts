import type { StackManifest } from '@livechat/stack/stack-manifest';

/** What the services say they refused or left out, and why. */
export async function readShed({ services }: StackManifest): Promise<string[]> {
  const urls = Object.values(services).flat();
  const texts = await Promise.all(urls.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
  return texts.flatMap((text) =>
    text.split('\n').filter((line) => /^livechat_(door|bus_requests)_shed_total\{/.test(line)),
  );
}
