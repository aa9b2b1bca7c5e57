import type pg from 'pg'
import type { TableKey } from '../../cache/table-key.ts'
import { type ErasableTable, erasableTables } from './erasable-tables.ts'
import { readMembers, recordsOf } from './record-members.ts'
import { withoutPersonalData } from './without-personal-data.ts'

/** A record about a person that a page contained although it is erased: what verify needs to count it. */
interface ErasedRecord {
  readonly id: string
  readonly active: boolean
  readonly modifiedOn: Date | null
}

/** What a page contained besides the records to write. */
export interface ErasedPart {
  /** Records about erased persons, which are skipped. */
  readonly erased: readonly ErasedRecord[]
  /** Ids that were erased, and belong to another customer now. */
  readonly released: readonly string[]
}

/** Whether a page contained nothing of an erased person that is to be noted. */
export const hasNothingErased = ({ erased, released }: ErasedPart) => erased.length + released.length === 0

/** A page without the erased records about persons, and with the others of erased customers without their texts. */
interface SplitPage extends ErasedPart {
  /** A JSON array. */
  readonly data: Buffer
}

/** Which records of a table the sync must not store as they are. */
export interface ErasedRecords {
  readonly isEmpty: boolean
  /** Whether the erased records have no live row, so that verify counts them in `raw.erased`. */
  readonly areSkipped: boolean
  /** @param data a JSON array */
  readonly split: (data: Buffer) => SplitPage
  /** Whether a record is about an erased person. @param record JSON text */
  readonly isAbout: (record: string) => boolean
}

const nothingErased: ErasedRecords = {
  isEmpty: true,
  areSkipped: false,
  split: (data) => ({ data, erased: [], released: [] }),
  isAbout: () => false,
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
  const names = [table.name, ...table.parents.map((parent) => parent.table)]
  const { rows } = await client.query<{ tableName: string; ids: string[] }>(
    `SELECT table_name AS "tableName", array_agg(st_id::text) AS ids FROM raw.erased
      WHERE tenant_id = $1 AND table_name = ANY ($2::text[]) GROUP BY table_name`,
    [tenantId, names],
  )
  if (rows.length === 0) return nothingErased
  const ids = new Map(rows.map(({ tableName: name, ids: of }) => [name, new Set(of)]))
  const isErased = (name: string, id: string | undefined) =>
    id !== undefined && (ids.get(name)?.has(id) ?? false)
  return {
    isEmpty: false,
    areSkipped: table.isPersonal,
    split: (data) => split(data, table, isErased),
    isAbout: (record) => isTheirs(readMembers(Buffer.from(record), 0).members, table, isErased),
  }
}

type IsErased = (table: string, id: string | undefined) => boolean
type Members = ReadonlyMap<string, string>

/**
 * A record is its customer's; only without one it is that of its job or location, and only without these its id
 * decides. So a record that moves to another customer is no longer erased.
 */
function isTheirs(members: Members, { name, parents }: ErasableTable, isErased: IsErased): boolean {
  const given = parents.filter(({ member }) => members.get(member) !== undefined)
  const customers = given.filter(({ table }) => table === 'st_customers')
  const deciding = customers.length > 0 ? customers : given
  if (deciding.length === 0) return isErased(name, members.get('id'))
  return deciding.some(({ member, table }) => isErased(table, members.get(member)))
}

function split(data: Buffer, table: ErasableTable, isErased: IsErased): SplitPage {
  const kept: Buffer[] = []
  const erased: ErasedRecord[] = []
  const released: string[] = []
  let isChanged = false
  for (const { record, members } of recordsOf(data)) {
    const id = members.get('id')
    if (!isTheirs(members, table, isErased)) {
      kept.push(record)
      if (id !== undefined && isErased(table.name, id)) released.push(id)
      continue
    }
    isChanged = true
    const text = table.isPersonal ? null : emptied(record, table)
    if (text === null) erased.push(describe(members))
    else kept.push(Buffer.from(text))
  }
  if (!isChanged) return { data, erased, released }
  const parts = kept.flatMap((record, index) => (index === 0 ? [record] : [COMMA, record]))
  return { data: Buffer.concat([OPEN, ...parts, CLOSE]), erased, released }
}

const [OPEN, COMMA, CLOSE] = [Buffer.from('['), Buffer.from(','), Buffer.from(']')]

/** @returns null when the record is nested too deeply to be read */
function emptied(record: Buffer, table: ErasableTable): string | null {
  try {
    return withoutPersonalData(record.toString(), table)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function describe(members: Members): ErasedRecord {
  const time = Date.parse(members.get('modifiedOn') ?? '')
  return {
    id: members.get('id') ?? '',
    active: members.get('active') !== 'false',
    modifiedOn: Number.isNaN(time) ? null : new Date(time),
  }
}

/** SQL condition of the erased rows of a cache table, whose alias is `row`. `$1` is the tenant. */
export const isErasedRow = (table: string) =>
  `EXISTS (SELECT FROM raw.erased WHERE erased.tenant_id = $1 AND erased.table_name = '${table}' AND erased.st_id = row.st_id)`

/**
 * Records when the erased records of a page were last modified, and records that are new and belong to them; a row that
 * is stored of a new one is still to be emptied. Forgets those that belong to another customer now.
 */
export async function noteErased(
  client: pg.ClientBase,
  { tenantId, tableName }: TableKey,
  { erased, released, now }: ErasedPart & { readonly now: Date },
): Promise<void> {
  if (released.length > 0) {
    await client.query(
      'DELETE FROM raw.erased WHERE tenant_id = $1 AND table_name = $2 AND st_id = ANY ($3::bigint[])',
      [tenantId, tableName, released],
    )
  }
  const known = erased.filter(({ id }) => /^-?\d{1,18}$/.test(id))
  if (known.length === 0) return
  await client.query(
    `INSERT INTO raw.erased AS known (tenant_id, table_name, st_id, active, modified_on, requested_at, emptied_at)
     SELECT DISTINCT ON (record.st_id) $1::bigint, $2, record.st_id, record.active, record.modified_on, $3::timestamptz,
            CASE WHEN stored.st_id IS NULL THEN $3::timestamptz END
       FROM unnest($4::bigint[], $5::boolean[], $6::timestamptz[]) AS record (st_id, active, modified_on)
       LEFT JOIN raw.${tableName} AS stored ON stored.tenant_id = $1 AND stored.st_id = record.st_id
      ORDER BY record.st_id, record.modified_on DESC NULLS LAST
     ON CONFLICT (tenant_id, table_name, st_id) DO UPDATE
        SET active = excluded.active, modified_on = excluded.modified_on`,
    [
      tenantId,
      tableName,
      now,
      known.map(({ id }) => id),
      known.map(({ active }) => active),
      known.map(({ modifiedOn }) => modifiedOn),
    ],
  )
}
