import { type Comparison, compareRecords } from './compare-records.ts'
import { isDataError } from './data-error.ts'
import { insertRows } from './insert-rows.ts'
import type { PageRecord } from './page-records.ts'
import type { EncodedRows } from './row-encoder.ts'
import { inSavepoint } from './transaction.ts'
import { writeChanged } from './write-changed.ts'
import { addWritten, nothingWritten, type RecordWriter, type WrittenRecords } from './written-records.ts'

/** A page's records, read ahead of the transaction that writes them. */
export interface PreparedPage {
  readonly records: readonly PageRecord[]
  /** The rows that they become, on a page of a first sync; null: PostgreSQL takes each record apart. */
  readonly rows: EncodedRows | null
}

/**
 * Writes the records of a page, each by the cheapest way that is right for it:
 *
 * - stored as it is already: told by its hash, nothing is done;
 * - new, plainly as documented, on a page of a first sync: its columns are sent as they were read here;
 * - any other: PostgreSQL takes it apart, guards against older versions, notes drift, and tells what is refused.
 *
 * Call it with the table held.
 * @throws what is not the data's fault, such as a lost connection or a full disk
 */
export async function writeRecords(
  writer: RecordWriter,
  { records, rows }: PreparedPage,
): Promise<WrittenRecords> {
  if (records.length === 0) return nothingWritten
  const comparison = await compareRecords(writer.client, writer, records)
  const repeated = findRepeated(records)
  const open = findOpen(records, comparison, repeated)
  const isPlain = (place: number) =>
    rows !== null && !rows.odd.has(place) && !isAmong(repeated, records[place])
  const plain = new Set(comparison.fresh.filter(isPlain))
  const inserted =
    rows && plain.size > 0 ? await tryInsert(writer, { records, rows }, plain, comparison) : null
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

/** The ids that more than one record of the page has. */
function findRepeated(records: readonly PageRecord[]): ReadonlySet<number> {
  const seen = new Set<number>()
  const repeated = new Set<number>()
  for (const { id } of records) {
    if (id === null) continue
    if (seen.has(id)) repeated.add(id)
    seen.add(id)
  }
  return repeated
}

/** Places of the records that are not stored as they are. The versions of a record are looked at together. */
function findOpen(
  records: readonly PageRecord[],
  { fresh, differing }: Comparison,
  repeated: ReadonlySet<number>,
): number[] {
  if (repeated.size === 0) return [...fresh, ...differing]
  const open = new Set([...fresh, ...differing])
  const openIds = new Set([...open].map((place) => records[place]?.id))
  return [...records.keys()].filter(
    (place) => open.has(place) || (isAmong(repeated, records[place]) && openIds.has(records[place]?.id)),
  )
}

/** @returns null when PostgreSQL refuses a record: none was inserted */
async function tryInsert(
  writer: RecordWriter,
  page: { readonly records: readonly PageRecord[]; readonly rows: EncodedRows },
  plain: ReadonlySet<number>,
  { hasRelatives }: Comparison,
): Promise<WrittenRecords | null> {
  try {
    return await inSavepoint(writer.client, () => insertRows(writer, page, plain, hasRelatives))
  } catch (error) {
    if (!isDataError(error)) throw error
    return null
  }
}
