import { changesInEntry, type EnteredTable } from 'records/writes'
import { parseChanges } from '../../changes.ts'

/** An entry that may say something of a record. */
export interface RecordEntry {
  readonly seq: string
  readonly action: string
  readonly entity: string
  readonly entityId: string
  readonly changes: string | null
  /** Whether it had changes when it was made. */
  readonly hasChanges: boolean
}

/** The value of a field, and the entry that says it. */
interface EnteredValue {
  readonly value: unknown
  readonly seq: string
}

/** What the entries of a record say of it. */
export interface EnteredRecord {
  /** By field. */
  readonly values: ReadonlyMap<string, EnteredValue>
  /** The entry that says that it was created; null: none does. */
  readonly createdBy: string | null
  /** The entry that says that it was deleted; null: none does. */
  readonly deletedBy: string | null
  /** Whether the record was erased, or values of an entry were emptied or cannot be read: what it said is not known. */
  readonly isEmptied: boolean
}

/** Applies the entries of a record one after the other. @param entries in their order */
export function foldEntries(
  { name, kinds }: Pick<EnteredTable, 'name' | 'kinds'>,
  id: string,
  entries: readonly RecordEntry[],
): EnteredRecord {
  const values = new Map<string, EnteredValue>()
  let createdBy: string | null = null
  let deletedBy: string | null = null
  let isEmptied = false
  for (const { seq, action, entity, entityId, changes: text, hasChanges } of entries) {
    const isOwn = entity === `lazi.${name}` && entityId === id
    const changes = text === null ? {} : parseChanges(text)
    if (changes === null || (text === null && hasChanges) || action === 'erase') {
      // Any field may be among what it said, or was erased.
      values.clear()
      isEmptied = true
    }
    const said = changes && changesInEntry({ entity, entityId, changes }, name, id)
    if (action === 'create' && (isOwn || isCreation(said))) createdBy = seq
    if (action === 'delete' && isOwn) {
      deletedBy = seq
      values.set('active', { value: false, seq })
    }
    for (const [field, change] of Object.entries(said ?? {}))
      if (field in kinds && 'new' in change) values.set(field, { value: change.new, seq })
  }
  if (createdBy !== null && !isEmptied) addUnsaid(values, kinds, createdBy)
  return { values, createdBy, deletedBy, isEmptied }
}

/** Whether an entry about another record says that this one was created with it: then it had no former values. */
const isCreation = (said: ReturnType<typeof changesInEntry>) =>
  said !== null && Object.values(said).every((change) => !('old' in change))

/** A creation leaves out what has no value; a record is active unless it says otherwise. */
function addUnsaid(values: Map<string, EnteredValue>, kinds: EnteredTable['kinds'], seq: string): void {
  for (const field of Object.keys(kinds))
    if (!values.has(field)) values.set(field, { value: field === 'active' ? true : null, seq })
}
