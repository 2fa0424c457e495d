/**
 * Tells an element's styles what of the window the keyboard hides, as --hidden-above and --hidden-below, where a browser lays
 * the keyboard over the page instead of making it smaller: Safari does, and pushes the page up besides.
 */
export function keepClearOfKeyboard(element: HTMLElement): void {
  const { visualViewport: visible } = window;
  if (!visible) return;
  const measure = () => {
    // What is enlarged by two fingers is seen in part as well, and is no smaller for that.
    const height = visible.height * visible.scale;
    const isHidden = visible.scale < 1.01 && height < innerHeight - 1;
    const above = isHidden ? Math.max(0, visible.offsetTop) : 0;
    const below = isHidden ? Math.max(0, innerHeight - height - above) : 0;
    element.style.setProperty('--hidden-above', `${above}px`);
    element.style.setProperty('--hidden-below', `${below}px`);
  };
  visible.addEventListener('resize', measure);
  visible.addEventListener('scroll', measure);
  measure();
}
