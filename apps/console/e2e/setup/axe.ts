import axe from 'axe-core';
import type { Page } from 'playwright-core';

export const everything: axe.RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
  // It would read the styles once more, which nobody can while the page is offline; no rule here asks for them.
  preload: false,
};

/** What axe finds, in a line each. It is put into the page by the browser itself, which no policy of the page forbids. */
export async function violations(page: Page, options: axe.RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (chosen) => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const { violations: broken } = await inPage.run(document, { ...chosen, elementRef: true });
    // Menus and notices lie over all landmarks, and are found by their own roles.
    const counts = (id: string, element: Element | undefined) => id !== 'region' || !element?.closest('[data-portal]');
    return broken.flatMap(({ id, nodes }) =>
      nodes
        .filter(({ element }) => counts(id, element))
        .map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary.split('\n')[1]}`),
    );
  }, options);
}

/** Runs in the page: what makes it scroll sideways, and what can be pressed but not be seen. */
export async function outOfSight(): Promise<string[]> {
  const scrolls = (element: Element | null): boolean =>
    element !== null && (/auto|scroll/.test(getComputedStyle(element).overflowY) || scrolls(element.parentElement));
  const look = () => {
    const root = document.scrollingElement ?? document.documentElement;
    const found = root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} px wide`] : [];
    for (const control of document.querySelectorAll('button, a[href], input, select, textarea')) {
      const { left, right, top, width } = control.getBoundingClientRect();
      const isOver = top < -1 && !control.matches('.skip-link') && !scrolls(control);
      const isOut = width > 1 && (left < -1 || right > root.clientWidth + 1 || isOver);
      if (isOut && control.checkVisibility() && control.ariaHidden !== 'true')
        found.push(`out of sight: ${control.outerHTML.slice(0, 120)}`);
    }
    return found;
  };
  // Menus follow a window that becomes smaller a moment later.
  for (let frame = 0; frame < 60 && look().length > 0; frame++) await new Promise(requestAnimationFrame);
  return look();
}
