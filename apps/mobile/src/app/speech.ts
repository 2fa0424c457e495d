import { createLanguages } from '@livechat/ui/languages';
import english from './texts/en.json' with { type: 'json' };

export const { start: startLanguages, speak } = createLanguages({
  english,
  others: {
    de: () => import('./texts/de.json', { with: { type: 'json' } }),
    ar: () => import('./texts/ar.json', { with: { type: 'json' } }),
  },
});
