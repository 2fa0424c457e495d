import { z } from 'zod';

/** Web pages of other origins that may call, with commas between several. */
export const Origins = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .pipe(z.array(z.url({ protocol: /^https?$/ })));
