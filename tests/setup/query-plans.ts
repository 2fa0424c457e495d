import type { Database } from '../../services/chat/src/db/database.ts';

export type Statement = ReturnType<ReturnType<Database['getExecutor']>['compileQuery']>;

/** What `work` asks the database. */
export async function statementsOf(db: Database, work: (db: Database) => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const executor = db.getExecutor();
  const watched = db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      statements.push(executor.compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
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
