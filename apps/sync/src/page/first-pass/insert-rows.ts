import { queryBinary } from '../../postgres/binary-query.ts'
import type { PreparedPage } from '../records/prepare-page.ts'
import { addWritten, nothingWritten, type RecordWriter, type WrittenRecords } from '../written-records.ts'
import { buildInsertStatement, type InsertOutcome } from './insert-statement.ts'

/** Settings for it. A plan for the parameters at hand would be made with a copy of them. */
export const insertSettings = { plan_cache_mode: 'force_generic_plan' }

/**
 * Inserts records whose columns were read already.
 * @param leftOut places of the records that are not to be inserted
 * @throws what PostgreSQL says; a record may be at fault
 */
export async function insertRows(
  writer: RecordWriter,
  { rows }: PreparedPage,
  leftOut: readonly number[],
): Promise<WrittenRecords> {
  const { client, tenantId, table, now, hasRelatives } = writer
  if (!rows) throw new Error('The rows of the page were not encoded.')
  const leavesOut = leftOut.length > 0
  const statement = buildInsertStatement(table, { hasRelatives, leavesOut })
  const parameters = rows.parts.map(({ first, length, ids, hashes, columns, records }) => {
    const ords = leftOut.map((place) => place - first + 1).filter((ord) => ord >= 1 && ord <= length)
    const exceptions = leavesOut ? [`{${ords.join(',')}}`] : []
    return [tenantId, ids, now.toISOString(), hashes, ...exceptions, ...columns, records]
  })
  const outcomes = await queryBinary<InsertOutcome>(client, statement, parameters)
  return outcomes
    .map(({ rows: [outcome], rowCount }) => ({ ...nothingWritten, inserted: rowCount ?? 0, ...outcome }))
    .reduce(addWritten)
}
