import type { AuditEntry, FieldChange } from './record-entries.ts'

// An entry is about one record. What changed of others with it, such as the status of a job whose appointment was begun,
// is in its changes under their table: {"jobs": {"old": {"<id>": {"status": …}}, "new": {"<id>": {"status": …}}}}.

/** What changed of another record than the one that an entry is about. */
export interface OtherChange {
  /** Its table in schema `lazi`. */
  readonly table: string
  readonly id: string
  readonly changes: Readonly<Record<string, FieldChange>>
}

type Values = Readonly<Record<string, unknown>>

/** Adds to an entry what changed of other records. */
export function withOthers(entry: AuditEntry, others: readonly OtherChange[]): AuditEntry {
  const changed = others.filter(({ changes }) => Object.keys(changes).length > 0)
  if (changed.length === 0) return entry
  const tables = [...Map.groupBy(changed, ({ table }) => table)].map(([table, ofTable]) => {
    const sides = (['old', 'new'] as const).flatMap((side) => {
      const records = ofTable.flatMap(({ id, changes }) => {
        const values = sideOf(changes, side)
        return Object.keys(values).length === 0 ? [] : [[id, values] as const]
      })
      return records.length === 0 ? [] : [[side, Object.fromEntries(records)] as const]
    })
    return [table, Object.fromEntries(sides)] as const
  })
  return { ...entry, changes: { ...entry.changes, ...Object.fromEntries(tables) } }
}

function sideOf(changes: OtherChange['changes'], side: 'old' | 'new'): Values {
  return Object.fromEntries(
    Object.entries(changes).flatMap(([field, change]) => (side in change ? [[field, change[side]]] : [])),
  )
}

/** An entry, as far as it says what changed. */
export interface EnteredChanges {
  readonly entity: string
  readonly entityId: string
  readonly changes: Readonly<Record<string, FieldChange>>
}

/**
 * What an entry says of one record: of the one that it is about, or of another that changed with it.
 * @param table in schema `lazi`
 * @returns by field; null when it says nothing of the record
 * @example
 * changesInEntry(entry, 'jobs', id) // { status: { old: 'Scheduled', new: 'Dispatched' } }
 */
export function changesInEntry(
  { entity, entityId, changes }: EnteredChanges,
  table: string,
  id: string,
): Readonly<Record<string, FieldChange>> | null {
  if (entity === `lazi.${table}` && entityId === id) return changes
  const { old: before, new: after } = recordIn(changes, table, id)
  if (before === undefined && after === undefined) return null
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return Object.fromEntries(
    [...fields].map((field) => [
      field,
      {
        ...(before !== undefined && field in before && { old: before[field] }),
        ...(after !== undefined && field in after && { new: after[field] }),
      },
    ]),
  )
}

/** The ids of the records of a table that an entry says were created with its own. */
export function idsInEntry({ changes }: Pick<EnteredChanges, 'changes'>, table: string): string[] {
  const { new: after } = changes[table] ?? {}
  return isValues(after) ? Object.keys(after) : []
}

function recordIn(changes: EnteredChanges['changes'], table: string, id: string) {
  const { old: before, new: after } = changes[table] ?? {}
  const valuesOf = (side: unknown): Values | undefined => {
    const record = isValues(side) ? side[id] : undefined
    return isValues(record) ? record : undefined
  }
  return { old: valuesOf(before), new: valuesOf(after) }
}

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
