import { UsageError } from 'cli-kit'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { type Act, type RecordTable, recordTables, setForLookups } from 'records'
import {
  followAdopted,
  lockParentsOfAdopted,
  moveAdopted,
  type RecordWrite,
  WriteError,
  writeRecords,
} from 'records/writes'
import { lockDomains } from '../owned/domains.ts'
import { type ProjectedRows, projectRows } from '../projector/project-rows.ts'
import { projectionOf } from '../projector/tables.ts'
import { joinLists, markDue, recordWaiting } from '../projector/waiting.ts'
import { newOf, readParents, withChildren } from './related-records.ts'

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
 * with its appointments and assignments. From then on it is LAZI's. What follows from it in records that LAZI had already
 * is updated with it.
 * @returns the number of records by table
 * @throws {UsageError} when there is no such new record, one that it refers to was not taken over, or has ended in LAZI
 */
export async function adoptRecord(
  client: pg.ClientBase,
  { tenantId, table, stId, act }: { tenantId: string; table: string; stId: string; act: Act },
): Promise<Readonly<Record<string, number>>> {
  return inTransaction(client, async () => {
    await lockDomains(client, tenantId)
    await setForLookups(client)
    const [own] = await newOf(client, tenantId, table, [stId])
    const domain = recordTables.find(({ name }) => name === table)?.domain
    if (own === undefined || domain === undefined)
      throw new UsageError(`Tenant ${tenantId} has no new ${table} ${stId}. See: pnpm sync domains new`)
    try {
      return await writeRecords(client, { tenantId, domains: [domain], act }, (write) =>
        adopt(write, { table, stId }),
      )
    } catch (error) {
      throw error instanceof WriteError ? refused(table, stId, error.message) : error
    }
  })
}

const refused = (table: string, stId: string, problem: string) =>
  new UsageError(`${table} ${stId} cannot be taken over: ${problem}`)

async function adopt(
  write: RecordWrite,
  { table, stId }: Pick<NewRecord, 'table' | 'stId'>,
): Promise<Readonly<Record<string, number>>> {
  const { client, tenantId, act } = write
  const target = { client, tenantId, now: act.now }
  const wanted = await withChildren(client, tenantId, table, stId)
  const parents = await lockParentsOfAdopted(write, await readParents(client, tenantId, wanted))
  const written = new Map<string, ProjectedRows>()
  for (const [name, ids] of wanted) {
    const rows = await projectRows(target, projectionOf(name).table as RecordTable, ids)
    const problem = rows.refused[0]?.error ?? missingText(rows.missing)
    if (problem !== null) throw refused(name, String(ids[0]), problem)
    written.set(name, rows)
    publishRows(write, name, rows)
  }
  const adopted = await idsOf(client, tenantId, written)
  const moved = await moveAdopted(write, adopted, parents)
  await followAdopted(write, adopted, parents)
  const [id = stId] = adopted.get(table) ?? []
  const own = moved.find((record) => record.table === table && record.id === id)
  for (const record of moved) if (record !== own) write.enterOther(record.table, record.id, record.changes)
  for (const [name, ids] of wanted) {
    const { inserted = [], missing = [] } = written.get(name) ?? {}
    await recordWaiting(target, name, { ids, missing: joinLists(missing), refused: [] })
    await markDue(target, name, inserted)
  }
  const counts = Object.fromEntries([...written].map(([name, { inserted }]) => [name, inserted.length]))
  const changes = { ...own?.changes, records: { new: counts } }
  write.enter({ action: 'adopt', entity: `lazi.${table}`, entityId: id, changes })
  return counts
}

function publishRows({ publish }: RecordWrite, table: string, { changes }: ProjectedRows): void {
  type Change = { readonly id: string; readonly op: 'insert' | 'update'; readonly changed_paths: string[] }
  for (const list of changes)
    for (const { id, op, changed_paths: columns } of JSON.parse(list) as Change[])
      publish(table, id, op, columns)
}

/** LAZI's ids of the records that were inserted, by table. */
async function idsOf(
  client: pg.ClientBase,
  tenantId: string,
  written: ReadonlyMap<string, ProjectedRows>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  for (const [name, { inserted }] of written) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT id::text FROM lazi.${name} WHERE tenant_id = $1 AND st_id = ANY ($2::bigint[])`,
      [tenantId, inserted],
    )
    found.set(
      name,
      rows.map(({ id }) => id),
    )
  }
  return found
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
