import type { MigrationBuilder } from 'node-pg-migrate'
import { createCacheTable, dropCacheTable } from '../src/authoring/v2/cache-table.ts'
import { replaceFreshness } from '../src/authoring/v2/freshness.ts'

const tablesBefore = [
  'st_locations',
  'st_jobs',
  'st_appointments',
  'st_technicians',
  'st_appointment_assignments',
  'st_customers',
  'st_customer_contacts',
  'st_location_contacts',
  'st_business_units',
  'st_campaigns',
  'st_job_types',
  'st_zones',
  'st_teams',
  'st_tag_types',
  'st_employees',
  'st_invoices',
  'st_payments',
  'st_estimates',
  'st_job_cancel_reasons',
]

export function up(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
    name: 'st_job_hold_reasons',
    comment: 'Reasons for which jobs are put on hold.',
    columns: { name: ['text', 'Name of the reason (API: name).'] },
    indexes: [],
  })
  replaceFreshness(pgm, [...tablesBefore, 'st_job_hold_reasons'])
}

export function down(pgm: MigrationBuilder): void {
  replaceFreshness(pgm, tablesBefore)
  dropCacheTable(pgm, 'st_job_hold_reasons')
}
