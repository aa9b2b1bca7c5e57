import type { Changes } from './change-feed.ts'
import { deriveFrom } from './derive-values.ts'
import type { TableTarget } from './page-target.ts'
import type { WrittenRecords } from './written-records.ts'

/** The result of writing records and the values that other tables derive from them. */
export interface WrittenRelated extends Omit<WrittenRecords, 'parents' | 'changes'> {
  /** The changes to publish in the change feed at the end of the transaction. */
  readonly changes: readonly Changes[]
}

/** Writes records, then updates the values derived from them. Call it with the table locked for writing. */
export async function writeRelated(
  target: TableTarget,
  write: () => Promise<WrittenRecords>,
  now: Date,
): Promise<WrittenRelated> {
  const { parents, changes, ...written } = await write()
  const own = changes.map((rows) => ({ table: target.table.name, rows }))
  const derived = await deriveFrom(target, parents, now)
  return { ...written, changes: [...own, ...derived] }
}
