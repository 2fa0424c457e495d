import { CompiledQuery, sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../../services/chat/src/db/database.ts';
import { nameOf } from '../../services/chat/src/db/statement-name.ts';
import type { Statement } from './query-plans.ts';

/** What Postgres did for a statement. */
export interface MeasuredPlan {
  /** From the top down, as `Index Scan chat_messages_pkey` and `Seq Scan chat_conversations`. */
  steps: string[];
  /** Tables that were read from one end to the other. */
  wholeTables: string[];
  rows: number;
  /** Pages of 8 KB that were touched, whether Postgres had them or not; a page twice counts twice. */
  buffers: number;
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

/**
 * Runs a statement with the values that it was given, and takes back what it did. One that chat prepares by its name is
 * run by the plan that Postgres keeps for any values.
 */
export async function measurePlan(db: Database, statement: Statement): Promise<MeasuredPlan> {
  const transaction = await db.startTransaction().execute();
  try {
    const explained = nameOf(statement.sql)
      ? await explainPrepared(transaction, statement)
      : await explain(transaction, statement.sql, statement.parameters);
    return readPlan(explained);
  } finally {
    await transaction.rollback().execute();
  }
}

async function explain(db: Database, text: string, parameters: readonly unknown[] = []): Promise<PlanNode> {
  const query = CompiledQuery.raw(`explain (analyze, buffers, format json) ${text}`, [...parameters]);
  const { rows } = await db.executeQuery<Record<'QUERY PLAN', [{ Plan: PlanNode }]>>(query);
  if (!rows[0]) throw new Error('no plan');
  return rows[0]['QUERY PLAN'][0].Plan;
}

async function explainPrepared(db: Database, { sql: text, parameters }: Statement): Promise<PlanNode> {
  await sql`set local plan_cache_mode = force_generic_plan`.execute(db);
  await db.executeQuery(CompiledQuery.raw(`prepare measured as ${text}`));
  const plan = await explain(db, `execute measured(${parameters.map(literal).join()})`);
  await sql`deallocate measured`.execute(db);
  return plan;
}

/** Postgres takes no parameters for `execute`. */
function literal(value: unknown): string {
  if (!Array.isArray(value)) return pg.escapeLiteral(String(value));
  const items = value.map((item) => (item === null ? 'null' : JSON.stringify(String(item))));
  return pg.escapeLiteral(`{${items.join()}}`);
}

function readPlan(plan: PlanNode): MeasuredPlan {
  const nodes = withAllBelow(plan);
  return {
    steps: counted(nodes.map(describe).filter((step) => step !== '')),
    wholeTables: nodes.flatMap((node) =>
      node['Node Type'] === 'Seq Scan' && node['Relation Name'] ? [node['Relation Name']] : [],
    ),
    rows: plan['Actual Rows'],
    buffers: nodes.reduce((sum, node) => sum + ownBuffers(node), 0),
  };
}

function withAllBelow(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(withAllBelow)];
}

const buffersOf = (node: PlanNode) => node['Shared Hit Blocks'] + node['Shared Read Blocks'];

/** A node's figure has those below in it, except for what is done behind its back: writes beside the main statement. */
function ownBuffers(node: PlanNode): number {
  const below = (node.Plans ?? []).reduce((sum, child) => sum + buffersOf(child), 0);
  return Math.max(0, buffersOf(node) - below);
}

/** Only what reads or writes a table, and what sorts; the rest follows from it. */
function describe(node: PlanNode): string {
  const { 'Node Type': type, 'Relation Name': table, 'Index Name': index } = node;
  if (index) return `${type} ${index}`;
  if (table) return `${type} ${table}`;
  return type.includes('Sort') || type.includes('Hash Join') ? type : '';
}

/** Each once, with how many there are of it. */
function counted(steps: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  return [...counts].map(([step, count]) => (count === 1 ? step : `${step} × ${count}`));
}
