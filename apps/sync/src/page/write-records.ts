import { isDataError, isUniqueViolation } from '../postgres/data-errors.ts'
import { inSavepoint } from '../postgres/transaction.ts'
import { compareRecords } from './compare-records.ts'
import { insertRows, insertSettings } from './first-pass/insert-rows.ts'
import type { PreparedPage } from './records/prepare-page.ts'
import { writeChanged } from './write-changed.ts'
import { addWritten, nothingWritten, type RecordWriter, type WrittenRecords } from './written-records.ts'

/** Which records of a page are written, by their places. */
interface Choice {
  /** Those to write: they are not stored as they are. */
  readonly open: readonly number[]
  /** Those that cannot be inserted as they were read here; the others are new. */
  readonly notPlain: readonly number[]
  /** Whether nobody has looked what is stored. */
  readonly isGuess: boolean
}

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
  const { ids } = page.records
  const places = ids.map((_, place) => place)
  if (places.length === 0) return nothingWritten
  const isSpecial = (place: number) => page.rows?.odd.has(place) || isAmong(page.repeated, ids[place])
  if (page.rows && writer.expects.allNew) {
    try {
      return await writeChosen(writer, page, {
        open: places,
        notPlain: places.filter(isSpecial),
        isGuess: true,
      })
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      writer.expects.allNew = false
    }
  }
  const { fresh, differing } = await compareRecords(writer.client, writer, page)
  const isFresh = new Set(fresh)
  return writeChosen(writer, page, {
    open: withOtherVersions([...fresh, ...differing], page),
    notPlain: page.rows ? places.filter((place) => !isFresh.has(place) || isSpecial(place)) : places,
    isGuess: false,
  })
}

async function writeChosen(
  writer: RecordWriter,
  page: PreparedPage,
  { open, notPlain, isGuess }: Choice,
): Promise<WrittenRecords> {
  const inserted =
    notPlain.length < page.records.length ? await tryInsert(writer, page, notPlain, isGuess) : null
  const left = new Set(notPlain)
  const rest = inserted ? open.filter((place) => left.has(place)) : open
  if (rest.length === 0) return inserted ?? nothingWritten
  const changed = await writeChanged(
    writer,
    rest.map((place) => page.records.at(place)),
  )
  return inserted ? addWritten(inserted, changed) : changed
}

const isAmong = (ids: ReadonlySet<number>, id: number | null | undefined) => id != null && ids.has(id)

/** The places, and those of other versions of the same records: they are looked at together. */
function withOtherVersions(
  open: readonly number[],
  { records: { ids }, repeated }: PreparedPage,
): readonly number[] {
  if (repeated.size === 0) return open
  const isOpen = new Set(open)
  const openIds = new Set(open.map((place) => ids[place]))
  return [...ids.keys()].filter(
    (place) => isOpen.has(place) || (isAmong(repeated, ids[place]) && openIds.has(ids[place])),
  )
}

/**
 * @returns null when PostgreSQL refuses a record: none was inserted
 * @throws when a record that was guessed to be new is stored
 */
async function tryInsert(
  writer: RecordWriter,
  page: PreparedPage,
  notPlain: readonly number[],
  isGuess: boolean,
): Promise<WrittenRecords | null> {
  try {
    return await inSavepoint(writer.client, () => insertRows(writer, page, notPlain), insertSettings)
  } catch (error) {
    if (!isDataError(error) || (isGuess && isUniqueViolation(error))) throw error
    return null
  }
}
