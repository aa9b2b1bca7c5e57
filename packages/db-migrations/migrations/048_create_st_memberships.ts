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
  'st_job_hold_reasons',
  'st_job_timesheets',
  'st_job_splits',
  'st_technician_shifts',
  'st_non_job_appointments',
  'st_calls',
  'st_job_canceled_logs',
  'st_invoice_items',
  'st_campaign_costs',
]
const tables = ['st_membership_types', 'st_memberships', 'st_membership_status_changes']

export const allow = [{ rule: 'prefer-bigint-over-int', reason: '32 bits in the API: duration' }]

export function up(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
    name: 'st_membership_types',
    comment: 'Kinds of memberships that customers can buy.',
    columns: {
      name: ['text', 'Name (API: name).'],
      display_name: ['text', 'Name that customers see (API: displayName).'],
      discount_mode: ['text', 'Basic, Units or Categories (API: discountMode).'],
      discount: ['numeric', 'Discount in percent, if the mode is Basic (API: discount).'],
      location_target: ['text', 'AllLocations or SingleLocation (API: locationTarget).'],
      revenue_recognition_mode: ['text', 'PointOfSale or Deferred (API: revenueRecognitionMode).'],
    },
    indexes: [],
  })
  createCacheTable(pgm, {
    name: 'st_memberships',
    comment: 'Memberships of customers.',
    columns: {
      customer_id: ['bigint', 'The customer (API: customerId).'],
      location_id: ['bigint', 'The location; NULL: all of them (API: locationId).'],
      business_unit_id: ['bigint', 'The business unit (API: businessUnitId).'],
      membership_type_id: ['bigint', 'The type (API: membershipTypeId).'],
      status: ['text', 'Active, Suspended, Expired, Canceled or Deleted (API: status).'],
      starts_on: ['timestamptz', 'When it begins (API: from).'],
      ends_on: ['timestamptz', 'When it ends; NULL: it does not (API: to).'],
      canceled_on: ['timestamptz', 'When it was or will be canceled (API: cancellationDate).'],
      billing_frequency: ['text', 'How often it is billed, such as Monthly (API: billingFrequency).'],
      next_bill_on: ['timestamptz', 'When it is billed next (API: nextScheduledBillDate).'],
      duration: ['integer', 'Its length in months; NULL: it has no end (API: duration).'],
      follow_up_status: [
        'text',
        'NotAttempted, Unreachable, Contacted, Won or Dismissed (API: followUpStatus).',
      ],
      sold_by_id: ['bigint', 'Who sold it (API: soldById).'],
      renewed_by_id: ['bigint', 'The membership that renews it (API: renewedById).'],
      memo: ['text', 'Memo (API: memo).'],
    },
    indexes: [
      {
        name: 'st_memberships_customer_idx',
        columns: ['tenant_id', 'customer_id'],
        query: 'the memberships of a customer',
      },
    ],
  })
  createCacheTable(pgm, {
    name: 'st_membership_status_changes',
    comment: 'Changes of the status of memberships.',
    columns: {
      membership_id: ['bigint', 'The membership (API: membershipId).'],
      old_status: ['text', 'The status before (API: oldStatus).'],
      new_status: ['text', 'The status after (API: newStatus).'],
      note: ['text', 'Note (API: note).'],
      created_by_id: ['bigint', 'The user who changed it (API: createdById).'],
    },
    indexes: [
      {
        name: 'st_membership_status_changes_membership_idx',
        columns: ['tenant_id', 'membership_id', 'created_on'],
        query: 'the status changes of a membership, in order',
      },
    ],
  })
  replaceFreshness(pgm, [...tablesBefore, ...tables])
}

export function down(pgm: MigrationBuilder): void {
  replaceFreshness(pgm, tablesBefore)
  for (const name of tables.toReversed()) dropCacheTable(pgm, name)
}
