import { knownFields } from './known-fields.ts'
import { hashesOf, idsOf, type PageRecord, readRecords, repeatedIds } from './page-records.ts'
import { isOfFirstPass, type PageTarget } from './page-target.ts'
import { createRowEncoder, type EncodedRows } from './row-encoder.ts'

/** A page's records, read ahead of the transaction that writes them. */
export interface PreparedPage {
  readonly records: readonly PageRecord[]
  /** Their ids and hashes as parameters of type `bigint[]`, in the same order. */
  readonly ids: Buffer
  readonly hashes: Buffer
  /** The ids that more than one of them has. */
  readonly repeated: ReadonlySet<number>
  /** The rows that they become, on a page of a first sync; null: PostgreSQL takes each record apart. */
  readonly rows: EncodedRows | null
}

/**
 * Reads the records of a response body.
 * @throws when the body has no array `data`
 */
export function preparePage(
  target: Pick<PageTarget, 'table' | 'lane' | 'announce' | 'droppedPaths'>,
  body: Buffer,
): PreparedPage {
  const { table, droppedPaths } = target
  const encoder =
    isOfFirstPass(target) && droppedPaths.length === 0
      ? createRowEncoder(table, knownFields(table, { droppedPaths, isFromList: false }), body.length)
      : null
  const records = readRecords(body, droppedPaths, encoder)
  return {
    ...{ records, ids: idsOf(records), hashes: hashesOf(records), repeated: repeatedIds(records) },
    rows: encoder?.end() ?? null,
  }
}
