import { type IndexQuery, live } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_location_contacts_location_idx: [
    {
      question: 'the contacts of a location',
      sql: `SELECT type, value FROM raw.st_location_contacts
             WHERE tenant_id = $1 AND location_id = $2 AND ${live}`,
      values: [7, 500],
    },
  ],
  st_location_contacts_value_idx: [
    {
      question: 'whose phone number or e-mail address this is (value_key =)',
      sql: `SELECT location_id FROM raw.st_location_contacts WHERE tenant_id = $1 AND value_key = $2 AND ${live}`,
      values: [7, '500'],
    },
  ],
}
