import { createLanguages } from '@livechat/ui/languages';
import english from './texts/en.ts';

export const { start: startLanguages, speak } = createLanguages({
  english,
  others: { de: () => import('./texts/de.ts'), ar: () => import('./texts/ar.ts') },
});
