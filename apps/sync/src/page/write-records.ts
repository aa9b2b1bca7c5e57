import { compareRecords, withOtherVersions } from './compare-records.ts'
import type { RecordPage, RecordTarget } from './page-target.ts'
import { writeChanged } from './write-changed.ts'
import { nothingWritten, type WrittenRecords } from './written-records.ts'

/**
 * Writes the new and changed records of a page. Unchanged ones are detected by content hash and skipped; the statement
 * parses the others, skips older versions, counts drift, and returns records without an id. Call it with the table
 * locked for writing.
 * @throws errors that the data did not cause, such as a lost connection or a full disk
 */
export async function writeRecords(
  target: RecordTarget,
  page: RecordPage,
  now: Date,
): Promise<WrittenRecords> {
  if (page.records.length === 0) return nothingWritten
  const { added, differing } = await compareRecords(target, page)
  const pending = withOtherVersions([...added, ...differing], page)
  if (pending.length === 0) return nothingWritten
  const records = pending.map((recordIndex) => page.records.at(recordIndex))
  return writeChanged(target, { records, seenPage: page.seenPage, now })
}
