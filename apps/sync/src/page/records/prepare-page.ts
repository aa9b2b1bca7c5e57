import { knownFields } from '../../cache/known-fields.ts'
import { createRowEncoder, type EncodedRows } from '../first-pass/row-encoder.ts'
import { isOfFirstPass, type PageTarget } from '../page-target.ts'
import { type PageRecords, readRecords, repeatedIds } from './page-records.ts'

/** A page's records, read ahead of the transaction that writes them. */
export interface PreparedPage {
  readonly records: PageRecords
  /** The ids that more than one of them has. */
  readonly repeated: ReadonlySet<number>
  /** The rows that they become, on a page of a first sync; null: PostgreSQL takes each record apart. */
  readonly rows: EncodedRows | null
}

/** Reads the records of a page. @param data a JSON array */
export async function preparePage(
  target: Pick<PageTarget, 'table' | 'lane' | 'announce' | 'droppedPaths'>,
  data: Buffer,
): Promise<PreparedPage> {
  const { table, droppedPaths } = target
  const encoder =
    isOfFirstPass(target) && droppedPaths.length === 0
      ? createRowEncoder(data, table, knownFields(table, { droppedPaths, isFromList: false }))
      : null
  const records = await readRecords(data, droppedPaths, encoder)
  return { records, repeated: repeatedIds(records.ids), rows: encoder?.end() ?? null }
}
