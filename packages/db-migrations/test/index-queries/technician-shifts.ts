import type { IndexQuery } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_technician_shifts_technician_idx: [
    {
      question: 'the shifts of a technician, in order',
      sql: `SELECT st_id FROM raw.st_technician_shifts
             WHERE tenant_id = $1 AND technician_id = $2 ORDER BY starts_on DESC LIMIT 20`,
      values: [7, 500],
    },
  ],
}
