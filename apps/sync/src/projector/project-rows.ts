import type pg from 'pg'
import { type Projected, projectStatement, type RecordTable } from 'records'
import { type RefusedRow, writeHalving } from '../followers/write-halving.ts'
import { preparedFor } from '../postgres/prepared-statement.ts'

/** What was written of some rows. */
export interface ProjectedRows extends Pick<Projected, 'inserted' | 'updated'> {
  /** JSON texts, as in `Projected`. */
  readonly changes: readonly string[]
  readonly missing: readonly string[]
  readonly refused: readonly RefusedRow[]
}

interface Target {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly now: Date
}

/**
 * Projects rows into their records; rows that PostgreSQL refuses are isolated, and all others written.
 * @param ids ServiceTitan's ids
 * @throws errors that no single row causes, such as a lost connection
 */
export async function projectRows(
  { client, tenantId, now }: Target,
  table: RecordTable,
  ids: readonly string[],
): Promise<ProjectedRows> {
  const { results, refused } = await writeHalving(client, ids, (some) =>
    client.query<Projected>(statementOf(table, [tenantId, some, now])),
  )
  const written = results.map(({ rows }) => rows[0] as Projected)
  return {
    inserted: written.flatMap(({ inserted }) => inserted),
    updated: written.flatMap(({ updated }) => updated),
    changes: written.map(({ changes }) => changes),
    missing: written.map(({ missing }) => missing),
    refused,
  }
}

const statementOf = preparedFor(projectStatement)
