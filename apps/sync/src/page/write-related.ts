import type { Changes } from './change-feed.ts'
import { deriveFrom } from './derive.ts'
import type { PreparedPage } from './records/prepare-page.ts'
import { writeRecords } from './write-records.ts'
import type { RecordWriter, WrittenRecords } from './written-records.ts'

/** Records written, and the values that other tables derive from them. */
export interface WrittenRelated extends Omit<WrittenRecords, 'parents' | 'changes'> {
  /** What to tell the change feed at the end of the transaction. */
  readonly changes: readonly Changes[]
}

/** Writes the records of a page, then derives again what follows from them. Call it with the table held. */
export async function writeRelated(writer: RecordWriter, page: PreparedPage): Promise<WrittenRelated> {
  const { client, tenantId, table, now } = writer
  const { parents, changes, ...written } = await writeRecords(writer, page)
  const own = changes.map((rows) => ({ table: table.name, rows }))
  const derived = await deriveFrom(client, table.name, parents, { tenantId, now })
  return { ...written, changes: [...own, ...derived] }
}
