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
    `SELECT json_build_object('resource', record.resource, 'id', coalesce(record.id, behind.id), 'number', record.number,
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
/** The job of a row of a view: of a timesheet, or of a cancellation. */
const jobOf = (
  view: string,
) => `SELECT 'jobs' AS resource, job.id, job.number, ${customerOf('job.customer_id')} AS customer_name
              FROM lazi.${view} AS row JOIN lazi.jobs AS job ON job.tenant_id = $1 AND job.id = row.job_id
             WHERE row.tenant_id = $1 AND row.st_id = lazi.st_id_of(behind.id) AND row.id = behind.id`
const appointmentRecord = (condition: string) =>
  `SELECT 'appointments' AS resource, visit.id, visit.number, ${customerOf('visit.customer_id')} AS customer_name
              FROM lazi.appointments AS visit WHERE visit.tenant_id = $1 AND ${condition}`

/** SQL of the record that a fact's row is about. Accounting is a view over the cache, where ServiceTitan's id finds it. */
const records: Readonly<Record<FactName, string>> = {
  jobs: jobRecord,
  technician_jobs: jobRecord,
  sold_work: jobRecord,
  timesheets: jobOf('job_timesheets'),
  // Those that LAZI made have the id of their job.
  cancellations: `${jobOf('job_canceled_logs')} UNION ALL ${jobRecord}`,
  arrivals: appointmentRecord('visit.id = behind.id'),
  available_time: `SELECT 'technicians' AS resource, technician.id, technician.name AS number, NULL AS customer_name
              FROM lazi.technicians AS technician WHERE technician.tenant_id = $1 AND technician.id = behind.id`,
  campaign_costs: `SELECT 'campaigns' AS resource, campaign.id, campaign.name AS number, NULL AS customer_name
              FROM lazi.campaign_costs AS cost
              JOIN lazi.campaigns AS campaign ON campaign.tenant_id = $1 AND campaign.id = cost.campaign_id
             WHERE cost.tenant_id = $1 AND cost.st_id = lazi.st_id_of(behind.id)`,
  membership_changes: `SELECT 'customers' AS resource, customer.id, NULL AS number, customer.name AS customer_name
              FROM lazi.memberships AS membership
              JOIN lazi.customers AS customer ON customer.tenant_id = $1 AND customer.id = membership.customer_id
             WHERE membership.tenant_id = $1 AND membership.st_id = lazi.st_id_of(behind.id)`,
  calls: `SELECT CASE WHEN call.job_id IS NOT NULL THEN 'jobs' WHEN call.customer_id IS NOT NULL THEN 'customers' END AS resource,
                   coalesce(call.job_id, call.customer_id) AS id, call.from_number AS number,
                   ${customerOf('call.customer_id')} AS customer_name
              FROM lazi.calls AS call WHERE call.tenant_id = $1 AND call.st_id = lazi.st_id_of(behind.id)`,
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
