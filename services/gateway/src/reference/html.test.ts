import { expect, test } from 'vitest';
import { html, prose } from './html.ts';

test('text that comes into markup is escaped, markup is not, and nothing is written for undefined and false', () => {
  const inner = html`<b>${'<&">'}</b>`;
  expect(html`<i title="${"it's"}">${inner}${[inner]}${undefined}${false}${0}</i>`.markup).toBe(
    '<i title="it&#39;s"><b>&lt;&amp;&quot;&gt;</b><b>&lt;&amp;&quot;&gt;</b>0</i>',
  );
});

test('what stands between backticks is code', () => {
  expect(html`${prose('say `<hello>` to')}`.markup).toBe('say <code>&lt;hello&gt;</code> to');
});
