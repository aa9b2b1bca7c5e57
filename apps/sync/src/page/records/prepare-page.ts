import { type PageRecords, type RecordVisitor, readRecords, repeatedIds } from './page-records.ts'

/** A page's records, read ahead of the transaction that writes them. */
export interface PreparedPage {
  readonly records: PageRecords
  /** The ids that more than one of them has. */
  readonly repeated: ReadonlySet<number>
}

/**
 * Reads the records of a page.
 * @param data a JSON array
 * @param droppedPaths as for `readRecords`
 * @param visitor as for `readRecords`
 */
export async function preparePage(
  data: Buffer,
  droppedPaths: readonly string[],
  visitor: RecordVisitor | null = null,
): Promise<PreparedPage> {
  const records = await readRecords(data, droppedPaths, visitor)
  return { records, repeated: repeatedIds(records.ids) }
}
