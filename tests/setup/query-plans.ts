import type { Database } from '../../services/chat/src/db/database.ts';

export type Statement = ReturnType<ReturnType<Database['getExecutor']>['compileQuery']>;

/** What `work` asks the database, in the order in which it is answered. */
export async function statementsOf(db: Database, work: (db: Database) => Promise<unknown>): Promise<Statement[]> {
  /** Parts of statements too: they are transformed, but never asked. */
  const transformed = new Map<string, Statement>();
  const statements: Statement[] = [];
  const executor = db.getExecutor();
  const watched = db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      transformed.set(queryId.queryId, executor.compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result, queryId }) => {
      const statement = transformed.get(queryId.queryId);
      if (statement) statements.push(statement);
      return result;
    },
  });
  await work(watched);
  return statements;
}

/** The plan of a statement with the values that it was given, as text. */
export async function planOf(db: Database, statement: Statement): Promise<string> {
  const { rows } = await db.executeQuery({ ...statement, sql: `explain ${statement.sql}` });
  return rows.map((row) => Object.values(row as object).join()).join('\n');
}

/** The tables of chat that a plan reads from one end to the other. */
export function wholeTables(plan: string): string[] {
  return Array.from(plan.matchAll(/Seq Scan on (chat_\w+)/g), ([, table]) => String(table));
}
