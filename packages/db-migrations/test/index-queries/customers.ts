import type { IndexQuery } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_customers_name_idx: [
    {
      question: 'customers by the beginning of the name, whatever the case (name_key ^@)',
      sql: 'SELECT st_id, name FROM raw.st_customers WHERE tenant_id = $1 AND name_key ^@ lower($2)',
      values: [7, 'TEXT 50'],
      notPrepared: true,
    },
  ],
}
