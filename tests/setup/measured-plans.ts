import type { Database } from '../../services/chat/src/db/database.ts';
import type { Statement } from './query-plans.ts';

/** What Postgres did for a statement. */
export interface MeasuredPlan {
  /** From the top down, as `Index Scan chat_messages_pkey` and `Seq Scan on chat_conversations`. */
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

/** Runs a statement with the values that it was given, and takes back what it did. */
export async function measurePlan(db: Database, statement: Statement): Promise<MeasuredPlan> {
  const transaction = await db.startTransaction().execute();
  try {
    const sql = `explain (analyze, buffers, format json) ${statement.sql}`;
    const { rows } = await transaction.executeQuery({ ...statement, sql });
    const [explained] = Object.values(rows[0] as Record<string, [{ Plan: PlanNode }]>);
    if (!explained) throw new Error('no plan');
    return readPlan(explained[0].Plan);
  } finally {
    await transaction.rollback().execute();
  }
}

function readPlan(plan: PlanNode): MeasuredPlan {
  const nodes = withAllBelow(plan);
  return {
    steps: nodes.map(describe).filter((step) => step !== ''),
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
