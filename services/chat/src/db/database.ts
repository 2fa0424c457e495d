import { Kysely, type Logger, PostgresDialect, type PostgresPool, type Transaction } from 'kysely';
import { Pool, types } from 'pg';
import { nameOf } from './statement-name.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;
export type DatabaseTransaction = Transaction<Tables>;

export interface DatabaseOptions {
  url: string;
  maxConnections: number;
  /** For one statement; the rest of a request's 2.5 s is for the way there and back. */
  statementTimeoutMs: number;
  onConnectionError(err: Error): void;
  /** Told of every statement that has ended. */
  onStatement?: Logger | undefined;
  /** Gets the pool when it is made, to watch it. */
  onPool?(pool: Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>): void;
}

const int8 = 20;

export function openDatabase({
  url,
  maxConnections,
  statementTimeoutMs,
  onConnectionError,
  onStatement,
  onPool,
}: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: url,
    max: maxConnections,
    // Statements that are begun without waiting for each other go out together (see pipelined-transaction.ts).
    pipeline: true,
    application_name: 'livechat-chat',
    connectionTimeoutMillis: statementTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // For a server that is stopped rather than slow, and so enforces nothing itself.
    query_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs * 2,
    // bigint arrives as text, because it can be above 2^53; our ids and seqs never are.
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === int8 ? Number : types.getTypeParser(oid, format as 'text'),
    },
  });
  // Without a listener of its own, a connection that the server closes ends the whole process.
  pool.on('error', onConnectionError);
  pool.on('connect', (client) => {
    client.on('error', onConnectionError);
  });
  onPool?.(pool);
  const dialect = new PostgresDialect({ pool: withoutHungClients(pool) });
  return new Kysely<Tables>({ dialect, ...(onStatement && { log: onStatement }) });
}

/**
 * A statement that got no answer may still be carried out later, a `begin` too: whoever had that connection next would
 * work in a transaction that nobody commits. Such a connection is thrown away instead of being given back.
 */
function withoutHungClients(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const { query, release } = client;
      let hung = false;
      client.query = ((...args: Parameters<typeof query>) => {
        const answer: unknown = query.apply(client, preparedByName(args));
        if (answer instanceof Promise) {
          answer.catch((err: unknown) => {
            hung ||= isDatabaseOutage(err);
          });
        }
        return answer;
      }) as typeof query;
      client.release = (err) => {
        client.query = query;
        release.call(client, err || hung);
      };
      return client;
    },
  };
}

/**
 * A statement that begins with its name in a comment is parsed and planned once for each connection, which halves what
 * Postgres does for a small one. Its text must be the same each time: values are parameters, lists are arrays.
 */
function preparedByName<Args extends unknown[]>(args: Args): Args {
  const [text, values] = args;
  const name = typeof text === 'string' ? nameOf(text) : undefined;
  return name === undefined ? args : ([{ name, text, values }] as unknown as Args);
}

const unavailableCodes = new Set([
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57014', // query_canceled, by statement_timeout
  '25006', // read_only_sql_transaction: a replica, in the middle of a change of roles
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '25P03', // idle_in_transaction_session_timeout
  'ECONNABORTED',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

const unavailableMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** Whether Postgres is away or slow (worth trying again), rather than a statement wrong. */
export function isDatabaseOutage(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return /^(08|53)/.test(code) || unavailableCodes.has(code) || unavailableMessages.test(thrown.message);
}
