import { UsageError } from 'cli-kit'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import {
  type Act,
  actorText,
  appendRecordChanges,
  type RecordChanges,
  type RecordTable,
  recordEntries,
  recordTables,
  setForLookups,
} from 'records'
import { lockDomains } from '../owned/domains.ts'
import { projectRows } from '../projector/project-rows.ts'
import { type Projection, projectionOf } from '../projector/tables.ts'
import { markDue } from '../projector/waiting.ts'

/** A new record of ServiceTitan, in a domain that LAZI owns. */
export interface NewRecord {
  readonly table: string
  /** ServiceTitan's id. */
  readonly stId: string
  readonly since: Date
}

/** The new records of ServiceTitan that were not taken over, oldest first. @param limit the most to read */
export async function readNewRecords(
  client: pg.ClientBase,
  tenantId: string,
  limit: number,
): Promise<NewRecord[]> {
  const { rows } = await client.query<NewRecord>(
    `SELECT table_name AS table, st_id AS "stId", since FROM sync.waiting
      WHERE tenant_id = $1 AND reason = 'new' ORDER BY since, table_name, st_id LIMIT ${limit}`,
    [tenantId],
  )
  return rows
}

/**
 * Takes over a new record of ServiceTitan, with those that belong to it: a customer with its contacts and locations, a job
 * with its appointments and assignments. From then on it is LAZI's.
 * @returns the number of records by table
 * @throws {UsageError} when there is no such new record, or one that it refers to was not taken over
 */
export async function adoptRecord(
  client: pg.ClientBase,
  { tenantId, table, stId, act }: { tenantId: string; table: string; stId: string; act: Act },
): Promise<Readonly<Record<string, number>>> {
  return inTransaction(client, async () => {
    await lockDomains(client, tenantId)
    await setForLookups(client)
    const adopted: Record<string, number> = {}
    const changes: RecordChanges[] = []
    let ids: ReadonlyMap<string, readonly string[]> = new Map([
      [table, await newOf(client, tenantId, table, [stId])],
    ])
    if (ids.get(table)?.length !== 1)
      throw new UsageError(`Tenant ${tenantId} has no new ${table} ${stId}. See: pnpm sync domains new`)
    for (const { name } of recordTables) {
      const own = ids.get(name) ?? []
      if (own.length === 0) continue
      const projection = projectionOf(name)
      const written = await projectRows(
        { client, tenantId, now: act.now },
        projection.table as RecordTable,
        own,
      )
      const problem = written.refused[0]?.error ?? missingText(written.missing)
      if (problem !== null) throw new UsageError(`${name} ${own[0]} cannot be taken over: ${problem}`)
      adopted[name] = written.inserted.length
      changes.push(...written.changes.map((rows) => ({ table: name, rows })))
      await forget(client, tenantId, name, own)
      await markDue({ client, tenantId, now: act.now }, name, written.inserted)
      ids = new Map([...ids, ...(await childrenOf(client, tenantId, projection, own))])
    }
    await recordEntries(client, tenantId, act, [
      {
        action: 'adopt',
        entity: `lazi.${table}`,
        entityId: await recordIdOf(client, tenantId, table, stId),
        changes: { records: { new: adopted } },
      },
    ])
    await appendRecordChanges(client, tenantId, changes, {
      actor: actorText(act.actor),
      causeSeq: null,
      now: act.now,
    })
    return adopted
  })
}

async function recordIdOf(
  client: pg.ClientBase,
  tenantId: string,
  table: string,
  stId: string,
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id::text FROM lazi.${projectionOf(table).name} WHERE tenant_id = $1 AND st_id = $2`,
    [tenantId, stId],
  )
  return rows[0]?.id ?? stId
}

/** The tables whose records belong to those of another, each with the column of the cache that refers to it. */
const belongs: Readonly<Record<string, readonly (readonly [table: string, column: string])[]>> = {
  customers: [
    ['customer_contacts', 'customer_id'],
    ['locations', 'customer_id'],
  ],
  locations: [['location_contacts', 'location_id']],
  jobs: [['appointments', 'job_id']],
  appointments: [['appointment_assignments', 'appointment_id']],
}

async function childrenOf(
  client: pg.ClientBase,
  tenantId: string,
  { name }: Projection,
  ids: readonly string[],
): Promise<[string, string[]][]> {
  const found: [string, string[]][] = []
  for (const [table, column] of belongs[name] ?? []) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT st_id::text AS id FROM raw.${projectionOf(table).cacheTable}
        WHERE tenant_id = $1 AND ${column} = ANY ($2::bigint[])`,
      [tenantId, ids],
    )
    const children = rows.map(({ id }) => id)
    found.push([table, await newOf(client, tenantId, table, children)])
  }
  return found
}

/** Those of these that are new; while a person is being erased, theirs are none. */
async function newOf(
  client: pg.ClientBase,
  tenantId: string,
  table: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT st_id::text AS id FROM sync.waiting
      WHERE tenant_id = $1 AND table_name = $2 AND st_id = ANY ($3::bigint[]) AND reason = 'new'
        AND NOT EXISTS (SELECT FROM raw.erased WHERE erased.tenant_id = $1 AND erased.table_name = 'st_' || waiting.table_name
                           AND erased.st_id = waiting.st_id AND emptied_at IS NULL) ORDER BY sync.waiting.st_id`,
    [tenantId, table, ids],
  )
  return rows.map(({ id }) => id)
}

async function forget(
  client: pg.ClientBase,
  tenantId: string,
  table: string,
  ids: readonly string[],
): Promise<void> {
  await client.query(
    `DELETE FROM sync.waiting WHERE tenant_id = $1 AND table_name = $2 AND st_id = ANY ($3::bigint[]) AND reason = 'new'`,
    [tenantId, table, ids],
  )
}

/** Why a record that refers to missing ones cannot be taken over; null: it does not. @param lists JSON texts */
function missingText(lists: readonly string[]): string | null {
  const missing = lists.flatMap(
    (list) => JSON.parse(list) as { readonly needs_table: string; readonly needs_st_id: number }[],
  )
  const parents = missing.filter(({ needs_table: table }) =>
    ['customers', 'locations', 'jobs', 'appointments'].includes(table),
  )
  if (parents.length === 0) return null
  const names = parents.map(({ needs_table: table, needs_st_id: id }) => `${table} ${id}`)
  return `it refers to ${[...new Set(names)].join(', ')}, which LAZI does not have. Take it over first.`
}
