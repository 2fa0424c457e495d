import { addressOf } from '@livechat/ui/address-of';
import type { z } from 'zod';
import { Language, Theme } from './messages.ts';

/** Around the app: a page of another origin in whose frame it is, or the application whose web view shows it. */
export type Host = { kind: 'page'; origin: string } | { kind: 'native' };

/** How the host wants the app to look where the person has not chosen. */
export interface Look {
  theme: z.infer<typeof Theme>;
  language: z.infer<typeof Language>;
}

export interface Hosted {
  host: Host;
  look: Look;
  /** Whether the app shows a button that closes it: it asks the host to. */
  hasClose: boolean;
}

/** What the app's address says of a host. Without one, and outside of a frame, people sign in here themselves. */
export function hostedBy(search: string, isFramed: boolean): Hosted | undefined {
  const said = new URLSearchParams(search);
  const host = hostOf(said.get('host') ?? '', isFramed);
  if (!host) return undefined;
  return {
    host,
    look: {
      theme: Theme.catch('auto').parse(said.get('theme')),
      language: Language.catch('auto').parse(said.get('language')),
    },
    hasClose: said.get('close') === '1',
  };
}

function hostOf(name: string, isFramed: boolean): Host | undefined {
  if (name === 'native') return isFramed ? undefined : { kind: 'native' };
  const isOrigin = /^https?:/.test(name) && addressOf(name)?.origin === name;
  return isOrigin && isFramed ? { kind: 'page', origin: name } : undefined;
}
