import { expect, test } from 'vitest';
import { cleanText } from './clean-text.ts';

const fill = (part: string, length = 5_000): string => part.repeat(Math.ceil(length / part.length)).slice(0, length);

const worstTexts = {
  'less-than signs': fill('<'),
  'open tags': fill('<b>'),
  'tags in tags': `${fill('<', 1_600)}${fill('b>', 3_300)}`,
  'scripts in scripts': `${fill('<scr', 2_000)}${fill('<script>ipt>', 3_000)}`,
  'never closed': fill('<b c '),
  comparisons: fill('a<b && c '),
  'comparisons before one end': `${fill('a<b && c ', 4_999)}>`,
  attributes: `<img ${fill('a=b ', 4_990)}>`,
  'attributes without end': `<img ${fill('src = ', 4_990)}`,
  quotes: `<a ${fill('="', 4_990)}>`,
  'quotes in turn': `x<a ${fill(`='="`, 4_990)}>`,
  'values without end': `x<a ${fill(`T=' `, 4_990)}="X"`,
  'spaces after a name': `x<b${fill(' ', 4_990)}c`,
  'names and spaces': fill(`x<b src${' '.repeat(50)}`),
  'long name': `<${fill('a', 4_999)}`,
  'event handler names': `x<a ${fill('on', 4_990)}>`,
  comments: fill('<!---->'),
  'comments without end': fill('<!--'),
  ampersands: `<b>${fill('&', 4_990)}`,
  templates: fill('<template>', 4_980).concat('</template>'),
  noscripts: fill('<noscript></noscript>'),
  sections: fill('<![CDATA['),
  'open directions': fill('\u202e\u2067'),
  marks: fill('a\u0301\u0302'),
  surrogates: fill('\ud800<'),
};

test.each(Object.entries(worstTexts))('5,000 characters of %s take under 50 ms', (_, text) => {
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    cleanText(text);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(50);
});

test('time grows with the length, not with its square', () => {
  const start = performance.now();
  for (const part of ['<', '<b ', 'a<b && c ', '<!--', '</', '<a href="']) cleanText(fill(part, 100_000));
  expect(performance.now() - start).toBeLessThan(2_000);
});
