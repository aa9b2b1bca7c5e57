import type pg from 'pg'
import { endOfKey, endOfValue, isObjectAt, startOfValue, visitJson } from 'servicetitan'
import { erasableTables } from './erasable-tables.ts'
import type { TableKey } from './table-key.ts'

/** A record that a page contained although it is erased: what verify needs to count it. */
export interface ErasedRecord {
  readonly id: string
  readonly active: boolean
  readonly modifiedOn: string | null
}

/** The records of a page without the erased ones. */
interface SplitPage {
  /** A JSON array. */
  readonly data: Buffer
  readonly erased: readonly ErasedRecord[]
}

/** Which records of a table the sync must skip. */
export interface ErasedRecords {
  readonly isEmpty: boolean
  /** Takes the erased records out of a page. @param data a JSON array */
  split(data: Buffer): SplitPage
}

/** No record is erased. */
const nothingErased: ErasedRecords = {
  isEmpty: true,
  split: (data) => ({ data, erased: [] }),
}

/**
 * The erased records of a table. Requires the table's lock: an erasure takes it too, so that none begins while a run
 * writes.
 */
export async function readErased(
  client: pg.ClientBase,
  { tenantId, tableName }: TableKey,
): Promise<ErasedRecords> {
  const table = erasableTables.find(({ name }) => name === tableName)
  if (!table) return nothingErased
  const { rows } = await client.query<{ tableName: string; id: string }>(
    `SELECT table_name AS "tableName", st_id::text AS id FROM raw.erased
      WHERE tenant_id = $1 AND table_name = ANY ($2::text[])`,
    [tenantId, [table.name, ...(table.parent ? [table.parent.table] : [])]],
  )
  if (rows.length === 0) return nothingErased
  const idsOf = (name: string) => new Set(rows.filter((row) => row.tableName === name).map(({ id }) => id))
  const rules = [{ member: 'id', ids: idsOf(table.name) }]
  if (table.parent) rules.push({ member: table.parent.member, ids: idsOf(table.parent.table) })
  return { isEmpty: false, split: (data) => splitPage(data, rules) }
}

interface Rule {
  readonly member: string
  readonly ids: ReadonlySet<string>
}

function splitPage(data: Buffer, rules: readonly Rule[]): SplitPage {
  const kept: Buffer[] = []
  const erased: ErasedRecord[] = []
  visitJson(data, 0, (start) => {
    const { end, members } = readMembers(data, start)
    const isErased = rules.some(({ member, ids }) => ids.has(members.get(member) ?? ''))
    if (isErased) erased.push(describe(members))
    else kept.push(data.subarray(start, end))
    return end
  })
  if (erased.length === 0) return { data, erased }
  const parts = kept.flatMap((record, index) => (index === 0 ? [record] : [COMMA, record]))
  return { data: Buffer.concat([OPEN, ...parts, CLOSE]), erased }
}

const [OPEN, COMMA, CLOSE] = [Buffer.from('['), Buffer.from(','), Buffer.from(']')]
const namesRead = new Set(['id', 'customerId', 'locationId', 'active', 'modifiedOn'])

/** The JSON texts of the members that the rules and `describe` read. Like PostgreSQL, the last of repeated ones. */
function readMembers(
  data: Buffer,
  start: number,
): { readonly end: number; readonly members: ReadonlyMap<string, string> } {
  const members = new Map<string, string>()
  if (!isObjectAt(data, start)) return { end: endOfValue(data, start), members }
  const end = visitJson(data, start, (at) => {
    const keyEnd = endOfKey(data, at)
    const name = data.toString('latin1', at + 1, keyEnd - 1)
    const valueStart = startOfValue(data, keyEnd)
    const valueEnd = endOfValue(data, valueStart)
    if (namesRead.has(name)) members.set(name, data.toString('utf8', valueStart, valueEnd))
    return valueEnd
  })
  return { end, members }
}

function describe(members: ReadonlyMap<string, string>): ErasedRecord {
  const modifiedOn: unknown = JSON.parse(members.get('modifiedOn') ?? 'null')
  return {
    id: members.get('id') ?? '',
    active: members.get('active') !== 'false',
    modifiedOn: typeof modifiedOn === 'string' ? modifiedOn : null,
  }
}

/** SQL condition of the erased rows of a cache table, whose alias is `row`. `$1` is the tenant. */
export const isErasedRow = (table: string) =>
  `EXISTS (SELECT FROM raw.erased WHERE erased.tenant_id = $1 AND erased.table_name = '${table}' AND erased.st_id = row.st_id)`

/** Records when the erased records of a page were last modified, and records that are new and belong to them. */
export async function noteErased(
  client: pg.ClientBase,
  { tenantId, tableName }: TableKey,
  { erased, now }: { readonly erased: readonly ErasedRecord[]; readonly now: Date },
): Promise<void> {
  const known = erased.filter(({ id }) => /^-?\d{1,18}$/.test(id))
  if (known.length === 0) return
  await client.query(
    `INSERT INTO raw.erased AS known (tenant_id, table_name, st_id, active, modified_on, requested_at, emptied_at)
     SELECT DISTINCT ON (st_id) $1::bigint, $2, st_id, active, modified_on, $3::timestamptz, $3::timestamptz
       FROM unnest($4::bigint[], $5::boolean[], $6::timestamptz[]) AS record (st_id, active, modified_on)
      ORDER BY st_id, modified_on DESC NULLS LAST
     ON CONFLICT (tenant_id, table_name, st_id) DO UPDATE
        SET active = excluded.active, modified_on = excluded.modified_on`,
    [
      tenantId,
      tableName,
      now,
      known.map(({ id }) => id),
      known.map(({ active }) => active),
      known.map(({ modifiedOn }) => (isInstant(modifiedOn) ? modifiedOn : null)),
    ],
  )
}

const isInstant = (text: string | null) => text !== null && !Number.isNaN(Date.parse(text))
