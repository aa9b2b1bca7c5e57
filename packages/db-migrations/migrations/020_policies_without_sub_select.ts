import type { MigrationBuilder } from 'node-pg-migrate'
import { isOfTenant } from '../src/authoring/v2/cache-table.ts'

// Citus refuses a sub-select in a policy of a distributed table. One transaction a statement: each takes the table away
// from everybody for a moment, and while some policies have the new form and some the old, all mean the same.

export function up(pgm: MigrationBuilder): void {
  alterPolicies(pgm, isOfTenant)
}

export function down(pgm: MigrationBuilder): void {
  alterPolicies(pgm, `tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint)`)
}

function alterPolicies(pgm: MigrationBuilder, condition: string): void {
  pgm.noTransaction()
  for (const name of tables) pgm.alterPolicy({ schema: 'raw', name }, 'one_tenant', { using: condition })
  pgm.alterPolicy({ schema: 'raw', name: 'sync_requests' }, 'one_tenant_asks', { check: condition })
  const keys = { schema: 'api', name: 'keys' }
  pgm.alterPolicy(keys, 'one_tenant', { using: condition })
  pgm.alterPolicy(keys, 'one_tenant_used', { using: condition, check: condition })
}

/** The tables of raw that 010 to 012 secured. */
const tables = [
  'tenants',
  'sync_state',
  'sync_runs',
  'sync_schedules',
  'sync_requests',
  'full_sync_pages',
  'delete_suspects',
  'rate_limits',
  'quarantine',
  'api_drift',
  'changes',
  'change_positions',
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
]
