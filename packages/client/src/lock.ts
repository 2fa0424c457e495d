/** Runs `work` while nobody else who shares the storage runs under the same name. */
export type Lock = <Value>(name: string, work: () => Promise<Value>) => Promise<Value>;

/** Between all who are given the same lock, in one process or one tab. */
export function processLock(): Lock {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const before = last.get(name) ?? Promise.resolve();
    const run = before.then(work, work);
    const settled = run.catch(() => {});
    last.set(name, settled);
    settled.then(() => {
      if (last.get(name) === settled) last.delete(name);
    });
    return run;
  };
}

/** Between all tabs of an origin where the browser can do that, else within this client. */
export function defaultLock(): Lock {
  const locks = typeof navigator === 'undefined' ? undefined : (navigator as Partial<Navigator>).locks;
  const own = processLock();
  if (!locks) return own;
  return async (name, work) => {
    let hasBegun = false;
    const begin = () => {
      hasBegun = true;
      return work();
    };
    try {
      return await locks.request(`livechat:${name}`, begin);
    } catch (err) {
      // Refused to a frame of another site that may keep nothing, and so shares nothing either.
      if (hasBegun) throw err;
      return own(name, work);
    }
  };
}
