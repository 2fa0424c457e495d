import type { Language } from '@livechat/ui/languages';

/** Each in its own words, for who cannot read the one that is set. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch', ar: 'العربية' };
