import i18next, { type Resource } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { inSentence } from './shown-text.ts';

export const languages = ['en', 'de', 'ar'] as const;
export type Language = (typeof languages)[number];

const rightToLeft: readonly string[] = ['ar'];

/** The texts of an app by their parts; `app` is the part that each app has. */
type Texts = Resource[string];

export interface AppTexts {
  /** In the first load: what a language lacks, and every language while it is on its way, is shown in it. */
  english: Texts;
  others: Record<Exclude<Language, 'en'>, () => Promise<{ default: Texts }>>;
}

export interface Languages {
  start(): Promise<void>;
  speak(chosen: Language | 'auto'): Promise<void>;
}

export function createLanguages({ english, others }: AppTexts): Languages {
  let wanted: string | undefined;
  return {
    async start() {
      await i18next.use(initReactI18next).init({
        resources: { en: english },
        lng: 'en',
        fallbackLng: 'en',
        defaultNS: 'app',
        // React writes text as text; what people wrote must not turn the sentence that it stands in.
        interpolation: { escapeValue: true, escape: (text) => inSentence(text, directionOf(i18next.language)) },
      });
    },
    async speak(chosen) {
      const language = chosen === 'auto' ? preferred(navigator.languages) : chosen;
      wanted = language;
      if (language !== 'en' && !i18next.hasResourceBundle(language, 'app')) {
        // Without its texts it is spoken as far as the browser knows it: dates, numbers, direction.
        const texts = await others[language]().catch(() => ({ default: {} }));
        for (const [part, entries] of Object.entries(texts.default)) i18next.addResourceBundle(language, part, entries);
      }
      // Another one was chosen meanwhile.
      if (wanted !== language) return;
      await i18next.changeLanguage(language);
      document.documentElement.lang = language;
      document.documentElement.dir = directionOf(language);
    },
  };
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.includes(language) ? 'rtl' : 'ltr';
}

/** The first language of the browser that there is. */
export function preferred(wanted: readonly string[]): Language {
  for (const one of wanted) {
    const found = languages.find((language) => one.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}
