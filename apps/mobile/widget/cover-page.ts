/** Takes the page around an element out of reach while that covers all of it, and gives it back as it was. */
export function coverPage(element: HTMLElement): (isCovered: boolean) => void {
  const taken = new Set<HTMLElement>();
  const take = () => {
    for (const one of document.body.children) {
      if (one === element || !(one instanceof HTMLElement) || one.inert) continue;
      one.inert = true;
      taken.add(one);
    }
  };
  // What the page brings meanwhile lies below as well.
  const watch = new MutationObserver(take);
  let isTaken = false;
  return (isCovered) => {
    if (isCovered === isTaken) return;
    isTaken = isCovered;
    if (isCovered) {
      take();
      watch.observe(document.body, { childList: true });
      return;
    }
    watch.disconnect();
    for (const one of taken) one.inert = false;
    taken.clear();
  };
}
