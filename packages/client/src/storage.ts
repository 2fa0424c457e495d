/** Where the client keeps what must survive it. Values are plain data, as `structuredClone` takes it. */
export interface KeyValueStorage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** All entries whose key begins with `prefix`, in the order of their keys. */
  list(prefix: string): Promise<[key: string, value: unknown][]>;
  /** Deletes all whose key begins with `prefix`, also what could not be listed now. Without it they are listed and deleted. */
  deleteAll?(prefix: string): Promise<void>;
  /** Hears the key of what others write and delete who share it, in other tabs. Without it they are seen at the next use. */
  watch?(listener: (key: string) => void): () => void;
  /** False for what is lost with the page, because it could not be written. Without it everything is kept. */
  keeps?(key: string): boolean;
}

/** Lives as long as the object does. */
export function memoryStorage(): KeyValueStorage {
  const entries = new Map<string, unknown>();
  return {
    get: async (key) => structuredClone(entries.get(key)),
    set: async (key, value) => void entries.set(key, structuredClone(value)),
    delete: async (key) => void entries.delete(key),
    list: async (prefix) =>
      [...entries]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => [key, structuredClone(value)]),
  };
}
