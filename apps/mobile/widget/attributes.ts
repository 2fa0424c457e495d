import { type WidgetLanguage, words } from './words.ts';

/** What the script's element says of the widget. */
export interface Attributes {
  theme: 'auto' | 'light' | 'dark';
  language: WidgetLanguage;
  isRightToLeft: boolean;
  side: 'left' | 'right';
  /** What the button and the panel are called. */
  label: string;
}

const themes = ['auto', 'light', 'dark'] as const;

/** What is missing or unknown is as if it were not there. `auto` is the page's language, else the browser's. */
export function readAttributes(
  { dataset }: { dataset: DOMStringMap },
  page: string,
  browser: readonly string[],
): Attributes {
  const language = [dataset.language, page, ...browser].map(asLanguage).find((one) => one !== undefined) ?? 'en';
  const isRightToLeft = language === 'ar';
  const isAtStart = dataset.position === 'start';
  return {
    theme: themes.find((one) => one === dataset.theme) ?? 'auto',
    language,
    isRightToLeft,
    side: isAtStart === isRightToLeft ? 'right' : 'left',
    label: dataset.label?.trim() || words[language].label,
  };
}

function asLanguage(tag: string | undefined): WidgetLanguage | undefined {
  const wanted = tag?.toLowerCase().split('-')[0];
  return (Object.keys(words) as WidgetLanguage[]).find((language) => language === wanted);
}
