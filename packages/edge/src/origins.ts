import { z } from 'zod';

const listed = z.string().transform((text) => text.split(',').map((origin) => origin.trim()));

/** Web pages of other origins that may call, with commas between several; `capacitor:` is that of apps on iOS. */
export const Origins = listed.pipe(z.array(z.url({ protocol: /^(?:https?|capacitor)$/ })));

/** Written as browsers write them, since they are compared and stand in a policy: no path, no usual port, no `*`. */
export const ExactOrigins = listed.pipe(
  z.array(z.string().refine(isOrigin, { error: 'must be origins as https://shop.example, with commas' })),
);

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && /^[\w.:/[\]-]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
