import { queryBinary } from '../../postgres/binary-query.ts'
import type { TableTarget } from '../page-target.ts'
import { addWritten, nothingWritten, type WrittenRecords } from '../written-records.ts'
import { buildInsertStatement, type InsertOutcome } from './insert-statement.ts'
import type { EncodedRows } from './row-encoder.ts'

/** Settings for `insertRows`. A custom plan would copy the parameters. */
export const insertSettings = { plan_cache_mode: 'force_generic_plan' }

/** The input of `insertRows`. */
export interface RowsToInsert {
  readonly rows: EncodedRows
  /** Indexes of the records to leave out. */
  readonly leftOut: readonly number[]
  /** Whether the tenant has rows in other tables from which values of this table are derived. */
  readonly hasSources: boolean
  readonly now: Date
}

/**
 * Inserts records whose columns are encoded.
 * @throws PostgreSQL's error; a record may be its cause
 */
export async function insertRows(
  { client, tenantId, table }: TableTarget,
  { rows, leftOut, hasSources, now }: RowsToInsert,
): Promise<WrittenRecords> {
  const leavesOut = leftOut.length > 0
  const statement = buildInsertStatement(table, { hasSources, leavesOut })
  const parameters = rows.parts.map(({ first, length, ids, hashes, columns, records }) => {
    const ords = leftOut
      .map((recordIndex) => recordIndex - first + 1)
      .filter((ord) => ord >= 1 && ord <= length)
    const exceptions = leavesOut ? [`{${ords.join(',')}}`] : []
    return [tenantId, ids, now.toISOString(), hashes, ...exceptions, ...columns, records]
  })
  const outcomes = await queryBinary<InsertOutcome>(client, statement, parameters)
  return outcomes.map(({ rows: [outcome] }) => ({ ...nothingWritten, ...outcome })).reduce(addWritten)
}
