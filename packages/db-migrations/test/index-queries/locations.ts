import type { IndexQuery } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_locations_customer_idx: [
    {
      question: 'the locations of a customer',
      sql: 'SELECT st_id, name FROM raw.st_locations WHERE tenant_id = $1 AND customer_id = $2',
      values: [7, 500],
    },
  ],
  st_locations_position_idx: [
    {
      question: 'locations within a bounding box, for those near a point',
      sql: `SELECT st_id, latitude, longitude FROM raw.st_locations
             WHERE tenant_id = $1 AND latitude BETWEEN $2 AND $3 AND longitude BETWEEN $4 AND $5`,
      values: [7, 33.1, 33.3, -95.4, -95.1],
    },
  ],
  st_locations_zip_idx: [
    {
      question: 'locations by postal code',
      sql: 'SELECT st_id, name FROM raw.st_locations WHERE tenant_id = $1 AND address_zip = $2',
      values: [7, 'Text 500'],
    },
  ],
  st_locations_zone_idx: [
    {
      question: 'locations of a dispatch zone',
      sql: 'SELECT st_id, name FROM raw.st_locations WHERE tenant_id = $1 AND zone_id = $2',
      values: [7, 500],
    },
  ],
  st_locations_name_idx: [
    {
      question: 'locations by the beginning of the name, whatever the case (name_key ^@)',
      sql: 'SELECT st_id, name FROM raw.st_locations WHERE tenant_id = $1 AND name_key ^@ lower($2)',
      values: [7, 'TEXT 50'],
      notPrepared: true,
    },
  ],
}
