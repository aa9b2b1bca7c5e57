import { type IndexQuery, idOf } from './indexes-query.ts'

/** The facts that others are made of: the column with the key of the other's row, and the question for its rows. */
const parts: readonly (readonly [fact: string, by: string, question: string])[] = [
  ['invoices', 'job_id', 'the invoices of a job'],
  ['estimates', 'job_id', 'the estimates of a job'],
  ['visits', 'job_id', 'the visits of a job'],
  ['technician_visits', 'job_id', 'who is booked for a job'],
  ['job_splits', 'job_id', 'the splits of a job'],
  ['sold_items', 'job_id', 'the hours that a job sold'],
  ['timesheets', 'appointment_id', 'the arrivals at an appointment'],
  ['shifts', 'technician_id', 'the shifts of a technician'],
  ['other_work', 'technician_id', 'the other work of a technician'],
]

/** The queries of the indexes by which a fact reads the facts that it is made of. */
export const partQueries: Readonly<Record<string, readonly IndexQuery[]>> = Object.fromEntries(
  parts.map(([fact, by, question]) => [
    `analytics.${fact}_${by.replace('_id', '')}_idx`,
    [
      {
        question,
        sql: `SELECT * FROM analytics.${fact} WHERE tenant_id = $1 AND ${by} = $2`,
        values: [7, idOf(6)],
      },
    ],
  ]),
)
