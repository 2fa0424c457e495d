const dates = new Map<string, Intl.DateTimeFormat>();
const agos = new Map<string, Intl.RelativeTimeFormat>();

/** Making a format takes far longer than using one, and every row and message needs some. */
export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const make = () => new Intl.DateTimeFormat(asSpokenHere(language), options);
  return kept(dates, `${language} ${JSON.stringify(options)}`, make);
}

export function agoFormat(language: string): Intl.RelativeTimeFormat {
  return kept(agos, language, () => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }));
}

/** English is written with other hours and dates in London than in New York: as this browser has it, if it says so. */
function asSpokenHere(language: string): string {
  return globalThis.navigator?.languages?.find((one) => one.split('-')[0] === language) ?? language;
}

function kept<Format>(formats: Map<string, Format>, key: string, make: () => Format): Format {
  const found = formats.get(key) ?? make();
  formats.set(key, found);
  return found;
}
