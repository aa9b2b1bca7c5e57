import type { MigrationBuilder } from 'node-pg-migrate'
import {
  type CacheView,
  createCacheView,
  idOf,
  recordOf,
  type ViewColumns,
} from '../src/authoring/v2/cache-view.ts'

// What LAZI has no model of, but its reports need: views over the cache, with the ids of LAZI's records.

export function up(pgm: MigrationBuilder): void {
  for (const view of views) createCacheView(pgm, view)
}

export function down(pgm: MigrationBuilder): void {
  for (const { name } of views.toReversed()) pgm.dropView({ schema: 'lazi', name })
}

/** The columns of a reference to a record: its id here and there. */
const reference = (column: string, table: string, about: string): ViewColumns => [
  [column, recordOf(table, column), `${about}.`],
  [column.replace(/_id$/, '_st_id'), `cached.${column}`, `${about}: ServiceTitan's id.`],
]

const views: readonly CacheView[] = [
  {
    name: 'job_timesheets',
    comment: 'When technicians were dispatched to visits, arrived and were done.',
    columns: [
      ...reference('job_id', 'jobs', 'The job'),
      ...reference('appointment_id', 'appointments', 'The appointment'),
      ...reference('technician_id', 'technicians', 'The technician'),
      ['dispatched_on', 'cached.dispatched_on', 'When the technician was dispatched.'],
      ['arrived_on', 'cached.arrived_on', 'When the technician arrived.'],
      ['canceled_on', 'cached.canceled_on', 'When the dispatch was canceled.'],
      ['done_on', 'cached.done_on', 'When the technician was done.'],
    ],
  },
  {
    name: 'job_splits',
    comment: 'How the income of a job is divided among technicians.',
    columns: [
      ...reference('job_id', 'jobs', 'The job'),
      ...reference('technician_id', 'technicians', 'The technician'),
      ['split', 'cached.split', 'Share of the technician, in the same unit as the other shares of the job.'],
    ],
  },
  {
    name: 'technician_shifts',
    comment: 'When technicians work, are on call, or are off.',
    columns: [
      ...reference('technician_id', 'technicians', 'The technician'),
      ['shift_type', 'cached.shift_type', 'Normal, OnCall or TimeOff.'],
      ['title', 'cached.title', 'Title.'],
      ['starts_on', 'cached.starts_on', 'When it begins.'],
      ['ends_on', 'cached.ends_on', 'When it ends.'],
      ['timesheet_code_st_id', 'cached.timesheet_code_id', "The timesheet code: ServiceTitan's id."],
    ],
  },
  {
    name: 'non_job_appointments',
    comment: 'What technicians do that is no job, such as meetings and training.',
    columns: [
      ...reference('technician_id', 'technicians', 'The technician'),
      ['name', 'cached.name', 'Name.'],
      ['starts_on', 'cached.starts_on', 'When it begins.'],
      ['duration', 'cached.duration', 'How long it lasts, as [days.]hours:minutes:seconds.'],
      ['all_day', 'cached.all_day', 'Whether it lasts the whole day.'],
      ['timesheet_code_st_id', 'cached.timesheet_code_id', "The timesheet code: ServiceTitan's id."],
      ['created_by_st_id', 'cached.created_by_id', "The user who created it: ServiceTitan's id."],
    ],
  },
  {
    name: 'calls',
    comment: 'Calls with customers, and whether they became a booking.',
    columns: [
      ['direction', 'cached.direction', 'Inbound or Outbound.'],
      ['status', 'cached.status', 'Ringing, Initiated, Answered or Completed.'],
      [
        'call_type',
        'cached.call_type',
        'Abandoned, Unbooked, Excused, Booked or NotLead; NULL: not classified.',
      ],
      ['duration', 'cached.duration', 'Duration, as hours:minutes:seconds.'],
      ['from_number', 'cached.from_number', 'The number of the caller.'],
      ['to_number', 'cached.to_number', 'The number called.'],
      ['reason_st_id', 'cached.reason_id', "The reason: ServiceTitan's id."],
      ['reason_name', 'cached.reason_name', 'Name of the reason.'],
      ...reference('customer_id', 'customers', 'The customer'),
      ...reference('location_id', 'locations', 'The location'),
      ...reference('campaign_id', 'campaigns', 'The campaign whose number was called'),
      ...reference('job_id', 'jobs', 'The job that was booked'),
      ['agent_st_id', 'cached.agent_id', "The user who answered: ServiceTitan's id."],
      ['agent_name', 'cached.agent_name', 'Name of the user who answered.'],
      ['lead_st_id', 'cached.lead_id', "The lead: ServiceTitan's id."],
    ],
  },
  {
    name: 'job_canceled_logs',
    comment: 'When, by whom and for what reason jobs were canceled.',
    columns: [
      ...reference('job_id', 'jobs', 'The job'),
      ...reference('reason_id', 'job_cancel_reasons', 'The reason'),
      ['memo', 'cached.memo', 'Comments.'],
      ['created_by_st_id', 'cached.created_by_id', "The user who canceled the job: ServiceTitan's id."],
    ],
  },
  {
    name: 'invoice_items',
    comment: 'Items of invoices, with their hours sold.',
    columns: [
      ['invoice_id', idOf('invoices', 'invoice_id'), 'The invoice.'],
      ['item_type', 'cached.item_type', 'Service, Material, Equipment, PriceModifier or Unspecified.'],
      ['sku_st_id', 'cached.sku_id', "The pricebook item: ServiceTitan's id."],
      ['sku_name', 'cached.sku_name', 'Name of the pricebook item.'],
      ['description', 'cached.description', 'Description, as HTML.'],
      ['quantity', 'cached.quantity', 'Quantity.'],
      ['price', 'cached.price', "Price of one, in the tenant's currency."],
      ['total', 'cached.total', 'Price of all.'],
      ['cost', 'cached.cost', 'Cost of one.'],
      ['total_cost', 'cached.total_cost', 'Cost of all.'],
      ['sold_hours', 'cached.sold_hours', 'Hours that one sells.'],
      ['account_type', 'cached.account_type', 'Type of the general ledger account, such as Income.'],
      [
        'membership_type_st_id',
        'cached.membership_type_id',
        "The type of the membership that it sells; 0: none: ServiceTitan's id.",
      ],
      ...reference('technician_id', 'technicians', 'The technician'),
      ...reference('business_unit_id', 'business_units', 'The business unit'),
      ['service_date', 'cached.service_date', 'When the service was rendered.'],
    ],
  },
  {
    name: 'campaign_costs',
    comment: 'What campaigns cost, by month.',
    columns: [
      ...reference('campaign_id', 'campaigns', 'The campaign'),
      ['year', 'cached.year', 'The year.'],
      ['month', 'cached.month', 'The month, from 1.'],
      ['daily_cost', 'cached.daily_cost', "Cost of each day of the month, in the tenant's currency."],
    ],
  },
  {
    name: 'membership_types',
    comment: 'Kinds of memberships that customers can buy.',
    columns: [
      ['name', 'cached.name', 'Name.'],
      ['display_name', 'cached.display_name', 'Name that customers see.'],
      ['discount_mode', 'cached.discount_mode', 'Basic, Units or Categories.'],
      ['discount', 'cached.discount', 'Discount in percent, if the mode is Basic.'],
      ['location_target', 'cached.location_target', 'AllLocations or SingleLocation.'],
      ['revenue_recognition_mode', 'cached.revenue_recognition_mode', 'PointOfSale or Deferred.'],
    ],
  },
  {
    name: 'memberships',
    comment: 'Memberships of customers.',
    columns: [
      ...reference('customer_id', 'customers', 'The customer'),
      ...reference('location_id', 'locations', 'The location; NULL: all of them'),
      ...reference('business_unit_id', 'business_units', 'The business unit'),
      ['membership_type_id', idOf('membership_types', 'membership_type_id'), 'The type.'],
      ['status', 'cached.status', 'Active, Suspended, Expired, Canceled or Deleted.'],
      ['starts_on', 'cached.starts_on', 'When it begins.'],
      ['ends_on', 'cached.ends_on', 'When it ends; NULL: it does not.'],
      ['canceled_on', 'cached.canceled_on', 'When it was or will be canceled.'],
      ['billing_frequency', 'cached.billing_frequency', 'How often it is billed, such as Monthly.'],
      ['next_bill_on', 'cached.next_bill_on', 'When it is billed next.'],
      ['duration', 'cached.duration', 'Its length in months; NULL: it has no end.'],
      [
        'follow_up_status',
        'cached.follow_up_status',
        'NotAttempted, Unreachable, Contacted, Won or Dismissed.',
      ],
      ['sold_by_st_id', 'cached.sold_by_id', "Who sold it: ServiceTitan's id."],
      ['renewed_by_id', idOf('memberships', 'renewed_by_id'), 'The membership that renews it.'],
      ['memo', 'cached.memo', 'Memo.'],
    ],
  },
  {
    name: 'membership_status_changes',
    comment: 'Changes of the status of memberships.',
    columns: [
      ['membership_id', idOf('memberships', 'membership_id'), 'The membership.'],
      ['old_status', 'cached.old_status', 'The status before.'],
      ['new_status', 'cached.new_status', 'The status after.'],
      ['note', 'cached.note', 'Note.'],
      ['created_by_st_id', 'cached.created_by_id', "The user who changed it: ServiceTitan's id."],
    ],
  },
]
