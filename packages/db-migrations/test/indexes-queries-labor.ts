import { type IndexQuery, idOf } from './indexes-query.ts'

const period = ['2026-03-01', '2026-04-01']

/** The facts of technicians' time, calls, costs, cancellations and memberships. */
export const laborQueries: Readonly<Record<string, readonly IndexQuery[]>> = {
  'analytics.job_splits_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT split_id FROM analytics.job_splits WHERE tenant_id = $1 AND split_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.timesheets_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT timesheet_id FROM analytics.timesheets WHERE tenant_id = $1 AND timesheet_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.arrivals_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT appointment_id FROM analytics.arrivals WHERE tenant_id = $1 AND appointment_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.sold_items_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT item_id FROM analytics.sold_items WHERE tenant_id = $1 AND item_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.sold_work_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT job_id FROM analytics.sold_work WHERE tenant_id = $1 AND job_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.shifts_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT shift_id FROM analytics.shifts WHERE tenant_id = $1 AND shift_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.other_work_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT non_job_appointment_id FROM analytics.other_work WHERE tenant_id = $1 AND non_job_appointment_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.available_time_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT technician_id FROM analytics.available_time WHERE tenant_id = $1 AND technician_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.calls_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT call_id FROM analytics.calls WHERE tenant_id = $1 AND call_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.campaign_costs_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT cost_id FROM analytics.campaign_costs WHERE tenant_id = $1 AND cost_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.cancellations_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT cancellation_id FROM analytics.cancellations WHERE tenant_id = $1 AND cancellation_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.membership_changes_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT membership_id FROM analytics.membership_changes WHERE tenant_id = $1 AND membership_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.timesheets_day_idx': [
    {
      question: 'the minutes worked in a period, by technician',
      sql: `SELECT technician_id, sum(minutes) FROM analytics.timesheets
             WHERE tenant_id = $1 AND arrived_day >= $2 AND arrived_day < $3 GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.arrivals_day_idx': [
    {
      question: 'how many arrivals of a period were on time',
      sql: `SELECT business_unit_id, sum(CASE WHEN is_on_time THEN 1 ELSE 0 END), count(*) FROM analytics.arrivals
             WHERE tenant_id = $1 AND start_day >= $2 AND start_day < $3 GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.sold_work_day_idx': [
    {
      question: 'the hours sold by the jobs completed in a period',
      sql: `SELECT technician_id, sum(hours) FROM analytics.sold_work
             WHERE tenant_id = $1 AND completed_day >= $2 AND completed_day < $3 AND is_completed GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.available_time_day_idx': [
    {
      question: 'the available minutes of a period, by technician',
      sql: `SELECT technician_id, sum(minutes) FROM analytics.available_time
             WHERE tenant_id = $1 AND day >= $2 AND day < $3 GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.calls_day_idx': [
    {
      question: 'metrics of the calls of a period',
      sql: `SELECT campaign_id, sum(CASE WHEN is_inbound AND is_booked THEN 1 ELSE 0 END) FROM analytics.calls
             WHERE tenant_id = $1 AND call_day >= $2 AND call_day < $3 GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.campaign_costs_day_idx': [
    {
      question: 'the costs of a period, by campaign',
      sql: `SELECT campaign_id, sum(amount) FROM analytics.campaign_costs
             WHERE tenant_id = $1 AND day >= $2 AND day < $3 GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.cancellations_day_idx': [
    {
      question: 'the cancellations of a period, by reason',
      sql: `SELECT reason_id, count(*) FROM analytics.cancellations
             WHERE tenant_id = $1 AND canceled_day >= $2 AND canceled_day < $3 GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.membership_changes_day_idx': [
    {
      question: 'how many memberships became active, or ceased to be, in a period',
      sql: `SELECT business_unit_id, sum(growth) FROM analytics.membership_changes
             WHERE tenant_id = $1 AND changed_day >= $2 AND changed_day < $3 GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
}
