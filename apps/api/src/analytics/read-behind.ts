import { type Metric, rowsStatement } from 'analytics'
import type pg from 'pg'
import type { CursorKey } from '../records/list-cursor.ts'
import type { KeyedRow } from '../records/page-of.ts'
import type { Period } from './period.ts'
import { filtersOf, type Members } from './read-metrics.ts'
import { assertComplete, factsOf, readFacts } from './read-state.ts'

export interface BehindRequest extends Period {
  readonly metric: Metric
  readonly members: Members
  /** Day, id and part of the last row of the page before; null: the first page. */
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
  assertComplete(factsOf([metric]), await readFacts(client, tenantId))
  const [day = null, id = null, part = null] = after ?? []
  const { rows } = await client.query<{ row: string; day: string; id: string; part: string }>(
    `SELECT json_build_object('resource', record.resource, 'id', record.id, 'number', record.number,
              'customerName', record.customer_name, 'day', behind.day,
              'numerator', behind.numerator, 'denominator', behind.denominator)::text AS row,
            behind.day, behind.id, behind.part
       FROM (${rowsStatement(metric, filtersOf(members))}) AS behind
       LEFT JOIN LATERAL (${recordsOf(metric)}) AS record ON true
      ORDER BY behind.day DESC, behind.id DESC, behind.part DESC`,
    [tenantId, from, to, JSON.stringify(members), day, id, part, count],
  )
  return rows.map((found) => ({ row: found.row, key: [found.day, found.id, found.part] }))
}

type FactName = Metric['terms'][number]['population']['fact']

const customerOf = (id: string) =>
  `(SELECT customer.name FROM lazi.customers AS customer WHERE customer.tenant_id = $1 AND customer.id = ${id})`

const jobRecord = `SELECT 'jobs' AS resource, job.id, job.number, ${customerOf('job.customer_id')} AS customer_name
              FROM lazi.jobs AS job WHERE job.tenant_id = $1 AND job.id = behind.id`
const appointmentRecord = (condition: string) =>
  `SELECT 'appointments' AS resource, visit.id, visit.number, ${customerOf('visit.customer_id')} AS customer_name
              FROM lazi.appointments AS visit WHERE visit.tenant_id = $1 AND ${condition}`

/** SQL of the record that a fact's row is about. Accounting is a view over the cache, where ServiceTitan's id finds it. */
const records: Readonly<Record<FactName, string>> = {
  jobs: jobRecord,
  technician_jobs: jobRecord,
  visits: appointmentRecord('visit.id = behind.id'),
  technician_visits: appointmentRecord(`visit.id = (
                   SELECT booked.appointment_id FROM lazi.appointment_assignments AS booked
                    WHERE booked.tenant_id = $1 AND booked.id = behind.id)`),
  invoices: `SELECT 'invoices' AS resource, invoice.id, invoice.invoice_number AS number, invoice.customer_name
              FROM lazi.invoices AS invoice
             WHERE invoice.tenant_id = $1 AND invoice.st_id = lazi.st_id_of(behind.id)`,
  estimates: `SELECT 'estimates' AS resource, estimate.id, estimate.name AS number, ${customerOf('estimate.customer_id')} AS customer_name
              FROM lazi.estimates AS estimate
             WHERE estimate.tenant_id = $1 AND estimate.st_id = lazi.st_id_of(behind.id)`,
}

function recordsOf({ terms }: Metric): string {
  const facts = [...new Set(terms.map(({ population }) => population.fact))]
  return facts
    .map((fact) => `SELECT * FROM (${records[fact]}) AS of_${fact} WHERE behind.fact = '${fact}'`)
    .join(' UNION ALL ')
}
