import { createBinaryArray } from './binary-array.ts'
import { buildInsertStatement, type InsertOutcome } from './insert-statement.ts'
import type { PageRecord } from './page-records.ts'
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
  const ids = createBinaryArray('bigint', records.length * 12)
  const hashes = createBinaryArray('bigint', records.length * 12)
  const left: number[] = []
  records.forEach(({ id, hash }, place) => {
    ids.addInt64(id ?? 0)
    hashes.addUint64(hash)
    if (!plain.has(place)) left.push(place + 1)
  })
  try {
    const { rows: outcome, rowCount } = await client.query<InsertOutcome>(
      buildInsertStatement(table, hasRelatives),
      [tenantId, left, now, ids.end(), hashes.end(), ...rows.columns, rows.records],
    )
    return { ...nothingWritten, inserted: rowCount ?? 0, ...outcome[0] }
  } finally {
    rows.release()
  }
}
