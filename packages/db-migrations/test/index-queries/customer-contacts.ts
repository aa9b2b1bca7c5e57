import { type IndexQuery, live } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_customer_contacts_customer_idx: [
    {
      question: 'the contacts of a customer',
      sql: `SELECT type, value FROM raw.st_customer_contacts
             WHERE tenant_id = $1 AND customer_id = $2 AND ${live}`,
      values: [7, 500],
    },
  ],
  st_customer_contacts_value_idx: [
    {
      question: 'whose phone number or e-mail address this is (value_key =)',
      sql: `SELECT customer_id FROM raw.st_customer_contacts WHERE tenant_id = $1 AND value_key = $2 AND ${live}`,
      values: [7, 'text 500'],
    },
  ],
}
