import { buildInsertStatement, type InsertOutcome } from './insert-statement.ts'
import { hashesOf, idsOf, type PageRecord } from './page-records.ts'
import type { EncodedRows } from './row-encoder.ts'
import { nothingWritten, type RecordWriter, type WrittenRecords } from './written-records.ts'

/**
 * Inserts records whose columns were read already.
 * @param plain places of the records; the others are left out
 * @throws what PostgreSQL says; a record may be at fault
 */
export async function insertRows(
  { client, tenantId, table, now }: RecordWriter,
  { records, rows }: { readonly records: readonly PageRecord[]; readonly rows: EncodedRows },
  plain: ReadonlySet<number>,
  hasRelatives: boolean,
): Promise<WrittenRecords> {
  const left = [...records.keys()].filter((place) => !plain.has(place)).map((place) => place + 1)
  try {
    const { rows: outcome, rowCount } = await client.query<InsertOutcome>(
      buildInsertStatement(table, hasRelatives),
      [tenantId, left, now, idsOf(records), hashesOf(records), ...rows.columns, rows.records],
    )
    return { ...nothingWritten, inserted: rowCount ?? 0, ...outcome[0] }
  } finally {
    rows.release()
  }
}
