import type pg from 'pg'

/** What a node of a plan has read. */
export interface NodeReads {
  /** The table, the result of a sub-select, or the kind of node. */
  readonly of: string
  readonly isTable: boolean
  /** Rows that it returned or filtered out, in all its loops. */
  readonly rows: number
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'CTE Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

/**
 * Executes a statement and says how many rows each node of its plan has read: a statement that must not depend on the
 * planner's statistics reads those that it is about, and no more.
 * @param client in a transaction, which the statement changes
 * @example
 * const reads = await rowsRead(client, refreshStatement(fact), ['2', ids, 'UTC'])
 */
export async function rowsRead(
  client: pg.ClientBase,
  text: string,
  values: readonly unknown[],
): Promise<NodeReads[]> {
  const { rows } = await client.query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, [...values])
  return nodesOf(rows[0]['QUERY PLAN'][0].Plan).map((node) => ({
    of: node['Relation Name'] ?? node['CTE Name'] ?? node['Node Type'],
    isTable: node['Relation Name'] !== undefined,
    rows: (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
  }))
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]
