import type { IndexQuery } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_memberships_customer_idx: [
    {
      question: 'the memberships of a customer',
      sql: `SELECT st_id FROM raw.st_memberships
             WHERE tenant_id = $1 AND customer_id = $2`,
      values: [7, 500],
    },
  ],
}
