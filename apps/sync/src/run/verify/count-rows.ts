import { isErasedRow } from '../../page/erased/erased-records.ts'
import type { RunContext } from '../run-context.ts'
import type { Period } from './period.ts'

type CountTarget = Pick<RunContext, 'client' | 'tenantId' | 'table' | 'resource' | 'erased'>

/** The rows whose records the resource's list would contain. */
const inPeriod = ({ resource }: CountTarget) =>
  `tenant_id = $1 AND deleted_at IS NULL AND modified_on >= $2 AND modified_on < $3${resource.listsInactive ? '' : ' AND active'}`

/**
 * Counts the kept rows that were modified in the period and whose records the list would contain. Erased records count
 * as they are in ServiceTitan.
 */
export async function countRows(target: CountTarget, period: Period): Promise<number> {
  const { client, tenantId, table } = target
  const erased = !target.erased.areSkipped ? 0 : await countErased(target, period)
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM raw.${table.name} AS row WHERE ${inPeriod(target)}${!target.erased.areSkipped ? '' : ` AND NOT ${isErasedRow(table.name)}`}`,
    [tenantId, period.from ?? '-infinity', period.to],
  )
  return erased + (rows[0]?.count ?? 0)
}

async function countErased(
  { client, tenantId, table, resource }: CountTarget,
  period: Period,
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM raw.erased
      WHERE tenant_id = $1 AND table_name = $4 AND modified_on >= $2 AND modified_on < $3${resource.listsInactive ? '' : ' AND active'}`,
    [tenantId, period.from ?? '-infinity', period.to, table.name],
  )
  return rows[0]?.count ?? 0
}

/** The number of rows around the target position that are searched for a gap. */
const NEIGHBOURS = 1_000

/**
 * A time that splits the period so that about `share` of its rows are before it. It lies in a gap of at least 2 ms
 * between two rows: ServiceTitan stores times to 100 ns and this database to 1 µs, and both must count a row on the
 * same side. Null when no such gap is near.
 */
export async function findSplit(
  target: CountTarget,
  period: Period,
  { rows, share }: { rows: number; share: number },
): Promise<Date | null> {
  const { client, tenantId, table } = target
  const offset = Math.max(0, Math.floor(rows * share) - NEIGHBOURS / 2)
  const found = await client.query<{ split: Date }>(
    `WITH around AS (
       SELECT modified_on FROM raw.${table.name} WHERE ${inPeriod(target)} ORDER BY modified_on OFFSET $4 LIMIT $5),
     gap AS (
       SELECT modified_on AS after, lag(modified_on) OVER ordered AS before, row_number() OVER ordered AS position
         FROM around WINDOW ordered AS (ORDER BY modified_on))
     SELECT date_trunc('milliseconds', before) + interval '1 millisecond' AS split
       FROM gap WHERE after - before >= interval '2 milliseconds'
      ORDER BY abs(position - $5 / 2) LIMIT 1`,
    [tenantId, period.from ?? '-infinity', period.to, offset, NEIGHBOURS],
  )
  return found.rows[0]?.split ?? null
}
