import type pg from 'pg'
import type { IndexQuery } from './indexes-query.ts'

/** An index as the catalog describes it. */
export interface Index {
  readonly name: string
  /** Its name here: outside of schema raw, with the schema. */
  readonly listedAs: string
  readonly comment: string
  readonly method: string
  /** The first key column after the tenant. */
  readonly key: string
  /** Whether it has non-key columns. */
  readonly covers: boolean
}

/** A query that was explained. */
export interface Explained {
  readonly index: Index
  readonly query: IndexQuery
  readonly nodes: readonly PlanNode[]
  /** Empty if the index serves the query, else the chosen plan. */
  readonly problem: string
}

/** How a query is explained. */
export type Explain = (
  client: pg.PoolClient,
  query: IndexQuery,
  sql: string,
) => Promise<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>

const explainOnce: Explain = async (client, { values }, sql) =>
  (await client.query(`EXPLAIN (FORMAT JSON) ${sql}`, [...values])).rows

/** Which queries are explained, and how. */
export interface Explaining {
  readonly pool: pg.Pool
  readonly indexes: readonly Index[]
  readonly queries: Readonly<Record<string, readonly IndexQuery[]>>
  /** SQL that begins the session. */
  readonly session: string
  readonly rewrite?: ((sql: string) => string) | undefined
  readonly explain?: Explain | undefined
}

/** Explains every query in the given session. @returns the non-empty results of `check` */
export async function explainQueries(
  { pool, indexes, queries, session, rewrite = (sql) => sql, explain = explainOnce }: Explaining,
  check: (explained: Explained) => string,
): Promise<string[]> {
  const client = await pool.connect()
  try {
    await client.query(`BEGIN; ${session}`)
    const problems: string[] = []
    for (const index of indexes) {
      for (const query of queries[index.listedAs] ?? []) {
        const [row] = await explain(client, query, rewrite(query.sql))
        const nodes = nodesOf(row?.['QUERY PLAN'][0].Plan as PlanNode)
        const problem = serves(index, query, nodes) ? '' : nodes.map(describeNode).join(' < ')
        const result = check({ index, query, nodes, problem })
        if (result) problems.push(`${index.listedAs}: ${query.question}: ${result}`)
      }
    }
    return problems
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

/**
 * Whether the plan uses the index with its own key, not only with the tenant, which leads other indexes too.
 */
function serves(index: Index, query: IndexQuery, nodes: readonly PlanNode[]): boolean {
  return nodes.some((node) => {
    const condition = node['Index Cond'] ?? ''
    return (
      node['Index Name'] === index.name &&
      (index.method === 'gin' || query.ofNoTenant || isOfTenant(condition)) &&
      (query.wholeTenant || condition.includes(index.key)) &&
      (!query.indexOnly || node['Node Type'] === 'Index Only Scan')
    )
  })
}

/** Whether a condition restricts the tenant. */
export function isOfTenant(condition: string | undefined): boolean {
  return condition?.includes('tenant_id = ') ?? false
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Filter?: string
  readonly Plans?: readonly PlanNode[]
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

function describeNode(node: PlanNode): string {
  return [node['Node Type'], node['Index Name'], node['Index Cond'], node.Filter && `filter ${node.Filter}`]
    .filter(Boolean)
    .join(' ')
}
