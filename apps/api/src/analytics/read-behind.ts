import { type Metric, rowsStatement } from 'analytics'
import type pg from 'pg'
import type { CursorKey } from '../records/list-cursor.ts'
import type { KeyedRow } from '../records/page-of.ts'
import type { Period } from './period.ts'
import { filtersOf, type Members } from './read-metrics.ts'
import { assertComplete, readFacts } from './read-state.ts'

export interface BehindRequest extends Period {
  readonly metric: Metric
  readonly members: Members
  /** The day and the id of the last row of the page before; null: the first page. */
  readonly after: CursorKey | null
  readonly count: number
}

/**
 * The records behind a metric, newest first, each with what it adds.
 * @throws {NotReadyError} when a fact that it needs is not complete
 */
export async function readBehind(
  client: pg.ClientBase,
  tenantId: string,
  { metric, from, to, members, after, count }: BehindRequest,
): Promise<KeyedRow[]> {
  assertComplete([metric], await readFacts(client, tenantId))
  const [day = null, id = null] = after ?? []
  const { rows } = await client.query<{ row: string; day: string; id: string }>(
    `SELECT json_build_object('resource', behind.fact, 'id', behind.id, 'number', coalesce(job.number, invoice.number),
              'customerName', coalesce(job.customer_name, invoice.customer_name), 'day', behind.day,
              'numerator', behind.numerator, 'denominator', behind.denominator)::text AS row, behind.day, behind.id
       FROM (${rowsStatement(metric, filtersOf(members))}) AS behind
       LEFT JOIN LATERAL (
            SELECT known.number, customer.name AS customer_name
              FROM lazi.jobs AS known
              LEFT JOIN lazi.customers AS customer ON customer.tenant_id = $1 AND customer.id = known.customer_id
             WHERE known.tenant_id = $1 AND known.id = behind.id AND behind.fact = 'jobs') AS job ON true
       LEFT JOIN LATERAL (
            SELECT known.invoice_number AS number, known.customer_name
              FROM lazi.invoices AS known
             WHERE known.tenant_id = $1 AND known.st_id = lazi.st_id_of(behind.id) AND behind.fact = 'invoices'
            ) AS invoice ON true
      ORDER BY behind.day DESC, behind.id DESC`,
    [tenantId, from, to, JSON.stringify(members), day, id, count],
  )
  return rows.map((found) => ({ row: found.row, key: [found.day, found.id] }))
}
