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
  /** By field: what was set since LAZI owns the record. */
  readonly values: ReadonlyMap<string, EnteredValue>
  /** The entry that says that it was created; null: none does. */
  readonly createdBy: string | null
  /** The entry that says that it was deleted, since LAZI owns it; null: none does. */
  readonly deletedBy: string | null
  /** Whether entries are about it from before LAZI owned it: ServiceTitan may have changed since what they say. */
  readonly wasShared: boolean
  /** Whether all of its fields are known: it was created since LAZI owns it, and nothing of it was emptied. */
  readonly isWhole: boolean
  /** Whether the record was erased, or values of an entry were emptied or cannot be read: what it said is not known. */
  readonly isEmptied: boolean
}

/**
 * Applies the entries of a record one after the other. Those from before LAZI owned it say only that it was created:
 * ServiceTitan's changes have no entries.
 * @param since the entry since which LAZI owns it; 0: all are from since then
 * @param entries in their order
 */
export function foldEntries(
  { name, kinds }: Pick<EnteredTable, 'name' | 'kinds'>,
  id: string,
  entries: readonly RecordEntry[],
  since: bigint,
): EnteredRecord {
  const values = new Map<string, EnteredValue>()
  let createdBy: string | null = null
  let deletedBy: string | null = null
  let isEmptied = false
  let [wasShared, isWhole] = [false, false]
  for (const { seq, action, entity, entityId, changes: text, hasChanges } of entries) {
    const isOwn = entity === `lazi.${name}` && entityId === id
    const changes = text === null ? {} : parseChanges(text)
    if (changes === null || (text === null && hasChanges) || action === 'erase') {
      // Any field may be among what it said, or was erased.
      values.clear()
      isEmptied = true
    }
    const said = changes && changesInEntry({ entity, entityId, changes }, name, id)
    const isCreated = action === 'create' && (isOwn || isCreation(said))
    if (isCreated) createdBy = seq
    if (BigInt(seq) <= since) {
      wasShared ||= isOwn || said !== null
      continue
    }
    isWhole ||= isCreated
    if (action === 'delete' && isOwn) {
      deletedBy = seq
      values.set('active', { value: false, seq })
    }
    for (const [field, change] of Object.entries(said ?? {}))
      if (field in kinds && 'new' in change) values.set(field, { value: change.new, seq })
  }
  isWhole &&= !isEmptied
  if (isWhole && createdBy !== null) addUnsaid(values, kinds, createdBy)
  return { values, createdBy, deletedBy, wasShared, isWhole, isEmptied }
}

/** Whether an entry about another record says that this one was created with it: then it had no former values. */
const isCreation = (said: ReturnType<typeof changesInEntry>) =>
  said !== null && Object.values(said).every((change) => !('old' in change))

/** A creation leaves out what has no value; a record is active unless it says otherwise. */
function addUnsaid(values: Map<string, EnteredValue>, kinds: EnteredTable['kinds'], seq: string): void {
  for (const field of Object.keys(kinds))
    if (!values.has(field)) values.set(field, { value: field === 'active' ? true : null, seq })
}
