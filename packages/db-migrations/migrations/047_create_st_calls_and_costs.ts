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
]
const tables = ['st_calls', 'st_job_canceled_logs', 'st_invoice_items', 'st_campaign_costs']

export const allow = [{ rule: 'prefer-bigint-over-int', reason: '32 bits in the API: year, month' }]

export function up(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
    name: 'st_calls',
    comment: 'Calls with customers, and whether they became a booking.',
    columns: {
      direction: ['text', 'Inbound or Outbound (API: direction).'],
      status: ['text', 'Ringing, Initiated, Answered or Completed (API: status).'],
      call_type: [
        'text',
        'Abandoned, Unbooked, Excused, Booked or NotLead; NULL: not classified (API: type).',
      ],
      duration: ['text', 'Duration, as hours:minutes:seconds (API: duration).'],
      from_number: ['text', 'The number of the caller (API: from).'],
      to_number: ['text', 'The number called (API: to).'],
      reason_id: ['bigint', 'The reason (API: reason.id).'],
      reason_name: ['text', 'Name of the reason (API: reason.name).'],
      customer_id: ['bigint', 'The customer (API: customer.id).'],
      location_id: ['bigint', 'The location (API: location.id).'],
      campaign_id: ['bigint', 'The campaign whose number was called (API: campaign.id).'],
      job_id: ['bigint', 'The job that was booked (API: job.id).'],
      agent_id: ['bigint', 'The user who answered (API: agent.id).'],
      agent_name: ['text', 'Name of the user who answered (API: agent.name).'],
      lead_id: ['bigint', 'The lead (API: lead.id).'],
    },
    indexes: [
      { name: 'st_calls_job_idx', columns: ['tenant_id', 'job_id'], query: 'the calls about a job' },
      {
        name: 'st_calls_customer_idx',
        columns: ['tenant_id', 'customer_id', 'created_on'],
        query: 'the calls of a customer, in order',
      },
    ],
  })
  createCacheTable(pgm, {
    name: 'st_job_canceled_logs',
    comment: 'When, by whom and for what reason jobs were canceled.',
    columns: {
      job_id: ['bigint', 'The job (API: jobId).'],
      reason_id: ['bigint', 'The reason (API: reasonId).'],
      memo: ['text', 'Comments (API: memo).'],
      created_by_id: ['bigint', 'The user who canceled the job (API: createdById).'],
    },
    indexes: [
      {
        name: 'st_job_canceled_logs_job_idx',
        columns: ['tenant_id', 'job_id'],
        query: 'the cancellations of a job',
      },
    ],
  })
  createCacheTable(pgm, {
    name: 'st_invoice_items',
    comment: 'Items of invoices, with their hours sold.',
    columns: {
      invoice_id: ['bigint', 'The invoice (API: invoiceId).'],
      item_type: ['text', 'Service, Material, Equipment, PriceModifier or Unspecified (API: type).'],
      sku_id: ['bigint', 'The pricebook item (API: skuId).'],
      sku_name: ['text', 'Name of the pricebook item (API: skuName).'],
      description: ['text', 'Description, as HTML (API: description).'],
      quantity: ['numeric', 'Quantity (API: quantity).'],
      price: ['numeric', "Price of one, in the tenant's currency (API: price)."],
      total: ['numeric', 'Price of all (API: total).'],
      cost: ['numeric', 'Cost of one (API: cost).'],
      total_cost: ['numeric', 'Cost of all (API: totalCost).'],
      sold_hours: ['numeric', 'Hours that one sells (API: soldHours).'],
      account_type: [
        'text',
        'Type of the general ledger account, such as Income (API: generalLedgerAccount.type).',
      ],
      membership_type_id: [
        'bigint',
        'The type of the membership that it sells; 0: none (API: membershipTypeId).',
      ],
      technician_id: ['bigint', 'The technician (API: technicianId).'],
      business_unit_id: ['bigint', 'The business unit (API: businessUnit.id).'],
      service_date: ['timestamptz', 'When the service was rendered (API: serviceDate).'],
    },
    indexes: [
      {
        name: 'st_invoice_items_invoice_idx',
        columns: ['tenant_id', 'invoice_id'],
        query: 'the items of an invoice',
      },
    ],
  })
  createCacheTable(pgm, {
    name: 'st_campaign_costs',
    comment: 'What campaigns cost, by month.',
    columns: {
      campaign_id: ['bigint', 'The campaign (API: campaignId).'],
      year: ['integer', 'The year (API: year).'],
      month: ['integer', 'The month, from 1 (API: month).'],
      daily_cost: ['numeric', "Cost of each day of the month, in the tenant's currency (API: dailyCost)."],
    },
    indexes: [
      {
        name: 'st_campaign_costs_campaign_idx',
        columns: ['tenant_id', 'campaign_id', 'year', 'month'],
        query: 'the costs of a campaign, by month',
      },
    ],
  })
  replaceFreshness(pgm, [...tablesBefore, ...tables])
}

export function down(pgm: MigrationBuilder): void {
  replaceFreshness(pgm, tablesBefore)
  for (const name of tables.toReversed()) dropCacheTable(pgm, name)
}
