const lockOf = (name: string) => `livechat/shown/${name}`;

/**
 * Lets all tabs of the origin know that this one has `name` before somebody's eyes, until the function that it returns is
 * called. By a lock, which ends with the tab however that ends.
 */
export function tellShown(name: string): () => void {
  const { locks } = navigator as Partial<Navigator>;
  let end = () => {};
  const ended = new Promise<void>((done) => {
    end = done;
  });
  // Refused to a frame of another site, which shares nothing with tabs either.
  locks?.request(lockOf(name), { mode: 'shared' }, () => ended).catch(() => undefined);
  return end;
}

/** Whether any tab has it before somebody's eyes. */
export async function isShownInATab(name: string): Promise<boolean> {
  const { locks } = navigator as Partial<Navigator>;
  const { held } = (await locks?.query().catch(() => undefined)) ?? {};
  return held?.some((lock) => lock.name === lockOf(name)) ?? false;
}
