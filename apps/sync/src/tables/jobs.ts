import type { CacheTable } from '../cache/cache-table.ts'

export const jobs: CacheTable = {
  name: 'st_jobs',
  resource: 'jobs',
  columns: [
    { name: 'job_number', path: 'jobNumber', type: 'text' },
    { name: 'customer_id', path: 'customerId', type: 'bigint' },
    { name: 'location_id', path: 'locationId', type: 'bigint' },
    { name: 'project_id', path: 'projectId', type: 'bigint' },
    { name: 'business_unit_id', path: 'businessUnitId', type: 'bigint' },
    { name: 'job_type_id', path: 'jobTypeId', type: 'bigint' },
    { name: 'campaign_id', path: 'campaignId', type: 'bigint' },
    { name: 'status', path: 'jobStatus', type: 'text' },
    { name: 'priority', path: 'priority', type: 'text' },
    { name: 'summary', path: 'summary', type: 'text' },
    { name: 'completed_on', path: 'completedOn', type: 'timestamptz' },
    { name: 'total', path: 'total', type: 'numeric' },
    { name: 'invoice_id', path: 'invoiceId', type: 'bigint' },
    { name: 'sold_by_id', path: 'soldById', type: 'bigint' },
    { name: 'no_charge', path: 'noCharge', type: 'boolean' },
    { name: 'appointment_count', path: 'appointmentCount', type: 'integer' },
    { name: 'first_appointment_id', path: 'firstAppointmentId', type: 'bigint' },
    { name: 'last_appointment_id', path: 'lastAppointmentId', type: 'bigint' },
    { name: 'tag_type_ids', path: 'tagTypeIds', type: 'bigint[]' },
  ],
  droppedPaths: [],
}
