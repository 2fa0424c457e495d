import arabic from '../../src/app/texts/ar.ts';
import english from '../../src/app/texts/en.ts';

const texts = { en: english, ar: arabic };
export type TestLanguage = keyof typeof texts;

type Texts = { [key: string]: string | Texts };

/** A text of the console by its path, `conversation.reply`, in the language of the page; what goes into it is open. */
export type Words = (path: string) => RegExp;

export function wordsOf(language: TestLanguage): Words {
  return (path) => {
    let found: string | Texts | undefined = texts[language];
    for (const step of path.split('.')) found = typeof found === 'object' ? found[step] : undefined;
    if (typeof found !== 'string') throw new Error(`There is no text ${path}`);
    const pieces = found.split(/\{\{\w+\}\}/).map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${pieces.join('.*')}$`, 's');
  };
}
