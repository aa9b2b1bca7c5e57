import { hasRelatives } from './compare-records.ts'
import { buildInsertStatement, type InsertOutcome } from './insert-statement.ts'
import type { PreparedPage } from './prepare-page.ts'
import { nothingWritten, type RecordWriter, type WrittenRecords } from './written-records.ts'

/**
 * Inserts records whose columns were read already.
 * @param plain places of the records; the others are left out
 * @throws what PostgreSQL says; a record may be at fault
 */
export async function insertRows(
  writer: RecordWriter,
  { records, ids, hashes, rows }: PreparedPage,
  plain: ReadonlySet<number>,
): Promise<WrittenRecords> {
  const { client, tenantId, table, now } = writer
  if (!rows) throw new Error('The rows of the page were not encoded.')
  const left = [...records.keys()].filter((place) => !plain.has(place)).map((place) => place + 1)
  const statement = buildInsertStatement(table, await hasRelatives(client, writer))
  // A plan for the parameters at hand would be made with a copy of them.
  await client.query('SET LOCAL plan_cache_mode = force_generic_plan')
  const { rows: outcome, rowCount } = await client.query<InsertOutcome>(statement, [
    ...[tenantId, left, now, ids, hashes, ...rows.columns, rows.records],
  ])
  await client.query('SET LOCAL plan_cache_mode TO DEFAULT')
  return { ...nothingWritten, inserted: rowCount ?? 0, ...outcome[0] }
}
