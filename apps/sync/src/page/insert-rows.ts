import { queryBinary } from './binary-query.ts'
import { hasRelatives } from './has-relatives.ts'
import { buildInsertStatement, type InsertOutcome } from './insert-statement.ts'
import type { PreparedPage } from './prepare-page.ts'
import { nothingWritten, type RecordWriter, type WrittenRecords } from './written-records.ts'

/**
 * Inserts records whose columns were read already.
 * @param leftOut places of the records that are not to be inserted
 * @throws what PostgreSQL says; a record may be at fault
 */
export async function insertRows(
  writer: RecordWriter,
  { records, rows }: PreparedPage,
  leftOut: readonly number[],
): Promise<WrittenRecords> {
  const { client, tenantId, table, now } = writer
  if (!rows) throw new Error('The rows of the page were not encoded.')
  const statement = buildInsertStatement(table, await hasRelatives(client, writer))
  const ords = `{${leftOut.map((place) => place + 1).join(',')}}`
  const { rows: outcome, rowCount } = await queryBinary<InsertOutcome>(client, statement, [
    ...[tenantId, ords, now.toISOString(), records.idArray, records.hashArray, ...rows.columns, rows.records],
  ])
  return { ...nothingWritten, inserted: rowCount ?? 0, ...outcome[0] }
}
