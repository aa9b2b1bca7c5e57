import { inTransaction } from 'cli-kit/postgres'
import type { Domain } from 'db-migrations/protocol'
import type pg from 'pg'
import { compareStatement, type RecordTable, setForLookups } from 'records'
import { type SyncedTable, syncedTables } from 'records/synced'
import { ownedOf, readDomains } from '../owned/domains.ts'
import { readNextIds } from './read-ids.ts'
import { type Projection, projectionFrom, projections } from './tables.ts'

/** How the records of a table differ from what a projection of the cache would make of them. */
export interface TableComparison {
  readonly table: string
  /** The number of rows of the cache. */
  readonly rows: number
  /** Rows that have no record, although PostgreSQL did not refuse them. */
  readonly absent: number
  /** Records with another value in a field. */
  readonly differing: number
  /** Those fields. */
  readonly fields: readonly string[]
  /** Records from ServiceTitan that have no row in the cache. */
  readonly extra: number
  /** Rows that PostgreSQL refused; their last good version stays. */
  readonly refused: number
}

interface Compared {
  readonly absent: readonly string[]
  readonly differing: readonly string[]
  readonly fields: readonly string[]
}

const BATCH = 5_000

/**
 * Compares the records of a tenant with the cache, in one snapshot and without writing. Changes that are not applied yet
 * are no differences.
 */
export async function checkRecords(client: pg.ClientBase, tenantId: string): Promise<TableComparison[]> {
  return inTransaction(client, async () => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    await setForLookups(client)
    const excluded = await readExcluded(client, tenantId)
    const results: TableComparison[] = []
    for (const projection of projections) {
      if (!projection.table || !excluded.ready.includes(projection.name)) continue
      // People change these in LAZI: that they differ from ServiceTitan is no finding.
      if (excluded.ownedDomains.includes(projection.table.domain)) continue
      results.push(await compareTable(client, tenantId, projection, projection.table, excluded))
    }
    return results
  })
}

interface Excluded {
  readonly ready: readonly string[]
  /** Rows whose changes are not applied yet, or whose missing records have just arrived, by cache table. */
  readonly pending: ReadonlySet<string>
  readonly refused: ReadonlySet<string>
  /** Rows whose records people changed in LAZI while both sides change them: they differ until that is sent. */
  readonly edited: ReadonlySet<string>
  readonly ownedDomains: readonly Domain[]
}

const keyOf = (table: string, id: string) => `${table}:${id}`

async function readExcluded(client: pg.ClientBase, tenantId: string): Promise<Excluded> {
  const { rows: followers } = await client.query<{ ready: string[]; seq: string }>(
    `SELECT ready, seq FROM sync.followers WHERE tenant_id = $1 AND name = 'records'`,
    [tenantId],
  )
  const { rows: changes } = await client.query<{ tableName: string; stId: string }>(
    `SELECT DISTINCT table_name AS "tableName", st_id AS "stId"
       FROM raw.changes WHERE tenant_id = $1 AND seq > $2 AND st_id IS NOT NULL`,
    [tenantId, followers[0]?.seq ?? 0],
  )
  const { rows: waiting } = await client.query<{ tableName: string; stId: string; reason: string }>(
    `SELECT table_name AS "tableName", st_id AS "stId", reason FROM sync.waiting
      WHERE tenant_id = $1 AND (reason = 'refused' OR is_due)`,
    [tenantId],
  )
  const { rows: edited } = await client.query<{ tableName: string; stId: string }>(
    syncedTables.map(editedSql).join(' UNION ALL '),
    [tenantId],
  )
  const keys = (list: readonly { tableName: string; stId: string }[]) =>
    new Set(list.map(({ tableName, stId }) => keyOf(tableName, stId)))
  const changed = changes.flatMap(({ tableName, stId }) => {
    const projection = projectionFrom(tableName)
    return projection ? [{ tableName: projection.name, stId }] : []
  })
  return {
    ownedDomains: ownedOf(await readDomains(client, tenantId)),
    ready: followers[0]?.ready ?? [],
    pending: keys([...changed, ...waiting.filter(({ reason }) => reason !== 'refused')]),
    refused: keys(waiting.filter(({ reason }) => reason === 'refused')),
    edited: keys(edited),
  }
}

/**
 * SQL of ServiceTitan's ids of records that people changed in LAZI, or removed: the feed says so later. `$1` is the tenant.
 */
const editedSql = ({ record: { name }, writable }: SyncedTable) =>
  `SELECT '${name}' AS "tableName", record.st_id AS "stId" FROM lazi.${name} AS record
    WHERE record.tenant_id = $1 AND record.st_id IS NOT NULL
      AND (${'active' in writable.fields ? 'false' : `NOT record.active AND record.updated_by <> 'servicetitan'`}
           OR EXISTS (SELECT FROM sync.outbox AS changed
                       WHERE changed.tenant_id = $1 AND changed.table_name = '${name}' AND changed.record_id = record.id
                         AND changed.state <> 'kept'))`

async function compareTable(
  client: pg.ClientBase,
  tenantId: string,
  projection: Projection,
  table: RecordTable,
  { pending, refused, edited }: Excluded,
): Promise<TableComparison> {
  const { name, cacheTable } = projection
  const isHeld = (id: string) => refused.has(keyOf(name, id))
  const isExpected = (key: string) => pending.has(key) || edited.has(key)
  const counts = (id: string) => !isExpected(keyOf(name, id)) && !isHeld(id)
  const sum = { rows: 0, absent: 0, differing: 0, refused: 0 }
  const fields = new Set<string>()
  let after: string | null = null
  for (;;) {
    const ids: string[] = await readNextIds(client, tenantId, { projection, after, limit: BATCH })
    if (ids.length === 0) break
    const { rows } = await client.query<Compared>(compareStatement(table), [tenantId, ids])
    const [batch] = rows
    const differing = batch?.differing.filter(counts) ?? []
    sum.rows += ids.length
    sum.absent += batch?.absent.filter(counts).length ?? 0
    sum.differing += differing.length
    sum.refused += ids.filter(isHeld).length
    if (differing.length > 0) for (const field of batch?.fields ?? []) fields.add(field)
    after = ids.at(-1) ?? null
  }
  const { rows: extra } = await client.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM lazi.${name} AS record
      WHERE tenant_id = $1 AND source = 'servicetitan' AND NOT EXISTS (
            SELECT FROM raw.${cacheTable} AS cached
             WHERE cached.tenant_id = $1 AND cached.st_id = record.st_id)`,
    [tenantId],
  )
  return { table: name, ...sum, fields: [...fields].sort(), extra: extra[0]?.count ?? 0 }
}
