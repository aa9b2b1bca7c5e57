import type { IndexQuery } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_invoice_items_invoice_idx: [
    {
      question: 'the items of an invoice',
      sql: `SELECT st_id FROM raw.st_invoice_items
             WHERE tenant_id = $1 AND invoice_id = $2`,
      values: [7, 500],
    },
  ],
}
