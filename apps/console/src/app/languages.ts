import i18next, { type Resource } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, languages } from '../console/personal-settings.ts';
import english from './texts/en.ts';

const rightToLeft: readonly string[] = ['ar'];
const others: Record<Exclude<Language, 'en'>, () => Promise<{ default: Resource[string] }>> = {
  de: () => import('./texts/de.ts'),
  ar: () => import('./texts/ar.ts'),
};

/** English is in the first load: what a language lacks, and every language while it is on its way, is shown in it. */
export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: english },
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'app',
    // React writes text as text.
    interpolation: { escapeValue: false },
  });
}

export async function speak(chosen: Language | 'auto'): Promise<void> {
  const language = chosen === 'auto' ? preferred(navigator.languages) : chosen;
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'app')) {
    const texts = await others[language]();
    for (const [feature, entries] of Object.entries(texts.default))
      i18next.addResourceBundle(language, feature, entries);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
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
