import { isAt, many, one } from '../resource-definition/include.ts'
import { defineResource } from '../resource-definition/resource.ts'

export const locations = defineResource({
  name: 'locations',
  type: 'Location',
  table: 'st_locations',
  fields: {
    customerId: 'id',
    name: 'text',
    addressStreet: 'text',
    addressUnit: 'text',
    addressCity: 'text',
    addressState: 'text',
    addressZip: 'text',
    addressCountry: 'text',
    latitude: 'number',
    longitude: 'number',
    phone: 'text',
    email: 'text',
    zoneId: 'id',
    taxZoneId: 'id',
    taxExempt: 'boolean',
    mergedToId: 'id',
    tagTypeIds: 'ids',
  },
  paths: [
    { at: 'customerId', index: 'st_locations_customer_idx' },
    { at: 'addressZip', index: 'st_locations_zip_idx' },
    { at: 'zoneId', index: 'st_locations_zone_idx' },
    { begins: 'name', index: 'st_locations_name_idx' },
  ],
  narrow: [],
  includes: {
    customer: one('customers', 't.customer_id'),
    jobs: many('jobs', 'location_id', { orderBy: '-createdOn' }),
    // Of its newest jobs: a location may have had many.
    appointments: many('appointments', 'job_id', {
      keys: `ARRAY(SELECT job.st_id FROM raw.st_jobs AS job
               WHERE job.tenant_id = $1 AND ${isAt('job.location_id', 't.st_id')} AND job.deleted_at IS NULL
               ORDER BY job.location_id DESC, job.created_on DESC LIMIT 200)`,
      orderBy: '-startTime',
    }),
    contacts: many('location-contacts', 'location_id'),
  },
})
