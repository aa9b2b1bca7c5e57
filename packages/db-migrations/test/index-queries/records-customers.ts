import { type IndexQuery, idOf, live } from '../indexes-query.ts'

/** Customers and locations of schema lazi, with their contacts. */
export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  'lazi.customers_name_idx': [
    {
      question: 'customers by the beginning of the name, whatever the case (name_key ^@)',
      sql: 'SELECT id, name FROM lazi.customers WHERE tenant_id = $1 AND name_key ^@ lower($2)',
      values: [7, 'TEXT 50'],
      notPrepared: true,
    },
  ],
  'lazi.customers_merged_idx': [
    {
      question: 'the customers that were merged into a customer',
      sql: 'SELECT id, name FROM lazi.customers WHERE tenant_id = $1 AND merged_into_id = $2',
      values: [7, idOf(500)],
    },
  ],
  'lazi.customer_contacts_customer_idx': [
    {
      question: 'the contacts of a customer',
      sql: `SELECT type, value FROM lazi.customer_contacts WHERE tenant_id = $1 AND customer_id = $2 AND ${live}`,
      values: [7, idOf(500)],
    },
  ],
  'lazi.customer_contacts_value_idx': [
    {
      question: 'whose phone number or e-mail address this is (value_key =)',
      sql: `SELECT customer_id FROM lazi.customer_contacts WHERE tenant_id = $1 AND value_key = $2 AND ${live}`,
      values: [7, 'text 500'],
    },
  ],
  'lazi.locations_customer_idx': [
    {
      question: 'the locations of a customer',
      sql: 'SELECT id, name FROM lazi.locations WHERE tenant_id = $1 AND customer_id = $2',
      values: [7, idOf(500)],
    },
  ],
  'lazi.locations_position_idx': [
    {
      question: 'locations within a bounding box, for those near a point',
      sql: `SELECT id, latitude, longitude FROM lazi.locations
             WHERE tenant_id = $1 AND latitude BETWEEN $2 AND $3 AND longitude BETWEEN $4 AND $5`,
      values: [7, 33.1, 33.3, -95.4, -95.1],
    },
  ],
  'lazi.locations_zip_idx': [
    {
      question: 'locations by postal code',
      sql: 'SELECT id, name FROM lazi.locations WHERE tenant_id = $1 AND address_zip = $2',
      values: [7, 'Text 500'],
    },
  ],
  'lazi.locations_zone_idx': [
    {
      question: 'locations of a dispatch zone',
      sql: 'SELECT id, name FROM lazi.locations WHERE tenant_id = $1 AND zone_id = $2',
      values: [7, idOf(500)],
    },
  ],
  'lazi.locations_name_idx': [
    {
      question: 'locations by the beginning of the name, whatever the case (name_key ^@)',
      sql: 'SELECT id, name FROM lazi.locations WHERE tenant_id = $1 AND name_key ^@ lower($2)',
      values: [7, 'TEXT 50'],
      notPrepared: true,
    },
  ],
  'lazi.location_contacts_location_idx': [
    {
      question: 'the contacts of a location',
      sql: `SELECT type, value FROM lazi.location_contacts WHERE tenant_id = $1 AND location_id = $2 AND ${live}`,
      values: [7, idOf(500)],
    },
  ],
  'lazi.location_contacts_value_idx': [
    {
      question: 'whose phone number or e-mail address this is (value_key =)',
      sql: `SELECT location_id FROM lazi.location_contacts WHERE tenant_id = $1 AND value_key = $2 AND ${live}`,
      values: [7, '500'],
    },
  ],
}
