import { type Database, openDatabase } from '../services/chat/src/db/database.ts';

/** As chat has it, but for statements that may take ten minutes: filling and reading all of a large one does. */
export function openPatientDatabase(url: string, maxConnections: number): Database {
  return openDatabase({ url, maxConnections, statementTimeoutMs: 600_000, onConnectionError: () => {} });
}
