import { type Comparison, compareRecords, guessAllFresh } from './compare-records.ts'
import { isDataError, isUniqueViolation } from './data-error.ts'
import { insertRows } from './insert-rows.ts'
import type { PageRecord } from './page-records.ts'
import type { PreparedPage } from './prepare-page.ts'
import { inSavepoint } from './transaction.ts'
import { writeChanged } from './write-changed.ts'
import { addWritten, nothingWritten, type RecordWriter, type WrittenRecords } from './written-records.ts'

/**
 * Writes the records of a page, each by the cheapest way that is right for it:
 *
 * - stored as it is already: told by its hash, nothing is done;
 * - new, plainly as documented, on a page of a first sync: its columns are sent as they were read here;
 * - any other: PostgreSQL takes it apart, guards against older versions, notes drift, and tells what is refused.
 *
 * A first sync takes all records for new, without looking, until a primary key says otherwise. Call it with the table
 * held.
 * @throws what is not the data's fault, such as a lost connection or a full disk
 */
export async function writeRecords(writer: RecordWriter, page: PreparedPage): Promise<WrittenRecords> {
  if (page.records.length === 0) return nothingWritten
  if (page.rows && writer.expects.allNew) {
    try {
      return await writeCompared(writer, page, guessAllFresh(page))
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      writer.expects.allNew = false
    }
  }
  return writeCompared(writer, page, await compareRecords(writer.client, writer, page))
}

async function writeCompared(
  writer: RecordWriter,
  page: PreparedPage,
  comparison: Comparison,
): Promise<WrittenRecords> {
  const { records, rows, repeated } = page
  const open = findOpen(page, comparison)
  const isPlain = (place: number) =>
    rows !== null && !rows.odd.has(place) && !isAmong(repeated, records[place])
  const plain = new Set(comparison.fresh.filter(isPlain))
  const inserted = plain.size > 0 ? await tryInsert(writer, page, plain, comparison) : null
  const rest = inserted ? open.filter((place) => !plain.has(place)) : open
  if (rest.length === 0) return inserted ?? nothingWritten
  const changed = await writeChanged(
    writer,
    rest.map((place) => records[place] as PageRecord),
  )
  return inserted ? addWritten(inserted, changed) : changed
}

const isAmong = (ids: ReadonlySet<number>, record: PageRecord | undefined) =>
  record !== undefined && record.id !== null && ids.has(record.id)

/** Places of the records that are not stored as they are. The versions of a record are looked at together. */
function findOpen({ records, repeated }: PreparedPage, { fresh, differing }: Comparison): number[] {
  if (repeated.size === 0) return [...fresh, ...differing]
  const open = new Set([...fresh, ...differing])
  const openIds = new Set([...open].map((place) => records[place]?.id))
  return [...records.keys()].filter(
    (place) => open.has(place) || (isAmong(repeated, records[place]) && openIds.has(records[place]?.id)),
  )
}

/**
 * @returns null when PostgreSQL refuses a record: none was inserted
 * @throws when a record that was guessed to be new is stored
 */
async function tryInsert(
  writer: RecordWriter,
  page: PreparedPage,
  plain: ReadonlySet<number>,
  { isGuess }: Comparison,
): Promise<WrittenRecords | null> {
  try {
    return await inSavepoint(writer.client, () => insertRows(writer, page, plain))
  } catch (error) {
    if (!isDataError(error) || (isGuess && isUniqueViolation(error))) throw error
    return null
  }
}
