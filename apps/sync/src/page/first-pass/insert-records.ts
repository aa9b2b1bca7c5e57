import { inSavepoint } from 'cli-kit/postgres'
import { isDataError, isUniqueViolation } from '../../postgres/data-errors.ts'
import { compareRecords, isAmong, withOtherVersions } from '../compare-records.ts'
import type { RecordPage, RecordTarget } from '../page-target.ts'
import { writeChanged } from '../write-changed.ts'
import { addWritten, nothingWritten, type WrittenRecords } from '../written-records.ts'
import { insertRows, insertSettings, type RowsToInsert } from './insert-rows.ts'
import type { EncodedRows } from './row-encoder.ts'

/** The rows of a page. */
type PageRows = Omit<RowsToInsert, 'leftOut'>

/** The records of a page to write, by their indexes. */
interface Choice extends RowsToInsert {
  /** Records to write: new and changed ones. */
  readonly pending: readonly number[]
  /** Whether the records were not compared with the stored rows. */
  readonly isPredicted: boolean
}

/**
 * Inserts the regular records of a page with their encoded columns; any other record is written as on every page. All
 * records are assumed to be new, without a comparison with the stored rows. Call it with the table locked for writing.
 * @returns null: a record is already stored, and nothing was written
 * @throws errors that the data did not cause, such as a lost connection or a full disk
 */
export async function insertAsNew(
  target: RecordTarget,
  page: RecordPage,
  encoded: PageRows,
): Promise<WrittenRecords | null> {
  const pending = page.records.ids.map((_, recordIndex) => recordIndex)
  const leftOut = pending.filter((recordIndex) => isSpecial(page, encoded.rows, recordIndex))
  try {
    return await writeChosen(target, page, { ...encoded, leftOut, pending, isPredicted: true })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return null
  }
}

/** The same, for a page with records that are already stored. */
export async function insertUnstored(
  target: RecordTarget,
  page: RecordPage,
  encoded: PageRows,
): Promise<WrittenRecords> {
  const { added, differing } = await compareRecords(target, page)
  const pending = withOtherVersions([...added, ...differing], page)
  const isNew = new Set(added)
  const leftOut = [...page.records.ids.keys()].filter(
    (recordIndex) => !isNew.has(recordIndex) || isSpecial(page, encoded.rows, recordIndex),
  )
  return writeChosen(target, page, { ...encoded, leftOut, pending, isPredicted: false })
}

const isSpecial = ({ records, repeated }: RecordPage, rows: EncodedRows, recordIndex: number) =>
  rows.irregular.has(recordIndex) || isAmong(repeated, records.ids[recordIndex])

async function writeChosen(target: RecordTarget, page: RecordPage, choice: Choice): Promise<WrittenRecords> {
  const { leftOut, pending, now } = choice
  const inserted = leftOut.length < page.records.length ? await tryInsert(target, choice) : null
  const left = new Set(leftOut)
  const rest = inserted ? pending.filter((recordIndex) => left.has(recordIndex)) : pending
  if (rest.length === 0) return inserted ?? nothingWritten
  const records = rest.map((recordIndex) => page.records.at(recordIndex))
  const changed = await writeChanged(target, { records, seenPage: page.seenPage, now })
  return inserted ? addWritten(inserted, changed) : changed
}

/**
 * @returns null when PostgreSQL refuses a record: none was inserted
 * @throws when a record that was assumed to be new is already stored
 */
async function tryInsert(target: RecordTarget, choice: Choice): Promise<WrittenRecords | null> {
  try {
    return await inSavepoint(target.client, () => insertRows(target, choice), insertSettings)
  } catch (error) {
    if (!isDataError(error) || (choice.isPredicted && isUniqueViolation(error))) throw error
    return null
  }
}
