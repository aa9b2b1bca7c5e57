import type { ResourceRecords } from 'servicetitan-sandbox'
import type { EditedTable, Fields } from './edited-tables.ts'
import { editedTables } from './edited-tables.ts'
import type { History } from './history.ts'
import type { Stage } from './stage.ts'

/** A record that both sides edit. */
export interface EditedRecord {
  readonly table: EditedTable
  /** LAZI's id. */
  readonly id: string
  readonly stId: string
  /** Its name in the history. */
  readonly name: string
}

export interface Tag {
  readonly id: string
  readonly stId: number
}

/** Who adds and removes a tag: then it can be said whether it has to be there. */
interface Tags {
  readonly lazi: readonly Tag[]
  readonly office: readonly Tag[]
  /** Of both: they only have to agree at rest. */
  readonly shared: readonly Tag[]
}

/** An edit in LAZI to which the API has responded. */
interface AcknowledgedEdit {
  readonly record: EditedRecord
  readonly version: unknown
}

/** What all who act in a run share. */
export interface Cast {
  readonly stage: Stage
  readonly history: History
  readonly records: readonly EditedRecord[]
  readonly tags: Tags
  /** Whether people edit no record in ServiceTitan while LAZI may be between its GET and its PATCH. */
  readonly isKeptOut: boolean
  /** Whether nothing goes wrong any more: then people have done enough. */
  isOver: boolean
  /** The number of an edit, which its value has. */
  nextNumber(): number
  readonly acknowledged: AcknowledgedEdit[]
  /** Positions in the log of requests at which a person saved in ServiceTitan, by the sequence in the book. */
  readonly savedAt: Map<number, number>
}

/** The record as ServiceTitan has it. */
export function recordThere(
  { tenant }: Stage,
  { table, stId }: Pick<EditedRecord, 'table' | 'stId'>,
): Fields {
  const record = tenant.sandbox.record(tenant.id, table.resource, Number(stId))
  if (record === undefined) throw new Error(`ServiceTitan has no ${table.table} ${stId}.`)
  return record as ResourceRecords[typeof table.resource] & Fields
}

/** Chooses the records, few, so that both sides edit the same, and the tags. */
export async function createCast(
  stage: Stage,
  history: History,
  { isKeptOut }: Pick<Cast, 'isKeptOut'>,
): Promise<Cast> {
  const { pool, tenant } = stage
  const records: EditedRecord[] = []
  for (const table of editedTables) {
    const { rows } = await pool.query<{ id: string; stId: string }>(
      `SELECT id::text, st_id::text AS "stId" FROM lazi.${table.table}
        WHERE tenant_id = $1 AND active AND deleted_at IS NULL ORDER BY st_id`,
      [tenant.tenantId],
    )
    const usable = rows.filter(({ stId }) => table.isUsable?.(recordThere(stage, { table, stId })) ?? true)
    for (const { id, stId } of usable.slice(0, 3))
      records.push({ table, id, stId, name: `${table.table}/${stId}` })
  }
  const { rows: tags } = await pool.query<Tag>(
    `SELECT id::text, st_id::integer AS "stId" FROM lazi.tag_types WHERE tenant_id = $1 AND active ORDER BY st_id`,
    [tenant.tenantId],
  )
  const used = new Set(records.flatMap((record) => (recordThere(stage, record).tagTypeIds ?? []) as number[]))
  const free = tags.filter(({ stId }) => !used.has(stId))
  let number = 0
  return {
    stage,
    history,
    records,
    tags: { lazi: free.slice(0, 3), office: free.slice(3, 6), shared: free.slice(6, 9) },
    isKeptOut,
    isOver: false,
    nextNumber: () => ++number,
    acknowledged: [],
    savedAt: new Map(),
  }
}
