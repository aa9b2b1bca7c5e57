import type { MigrationBuilder } from 'node-pg-migrate'
import {
  type CacheView,
  createCacheView,
  idOf,
  recordOf,
  type ViewColumns,
} from '../src/authoring/v2/cache-view.ts'

// Accounting stays ServiceTitan's: views over the cache, with the ids of LAZI's records.

export function up(pgm: MigrationBuilder): void {
  for (const view of views) createCacheView(pgm, view)
}

export function down(pgm: MigrationBuilder): void {
  for (const { name } of views.toReversed()) pgm.dropView({ schema: 'lazi', name })
}

const invoices: ViewColumns = [
  ['invoice_number', 'cached.invoice_number', 'The number people know the invoice by.'],
  ['invoice_date', 'cached.invoice_date', 'Date of the invoice.'],
  ['due_date', 'cached.due_date', 'When it is to be paid.'],
  ['paid_on', 'cached.paid_on', 'When it was paid.'],
  ['deposited_on', 'cached.deposited_on', 'When the money was deposited.'],
  ['subtotal', 'cached.subtotal', "Sum before tax, in the tenant's currency."],
  ['sales_tax', 'cached.sales_tax', 'Sales tax.'],
  ['discount_total', 'cached.discount_total', 'Sum of discounts.'],
  ['total', 'cached.total', 'Sum with tax.'],
  ['balance', 'cached.balance', 'What is still to be paid.'],
  ['customer_id', recordOf('customers', 'customer_id'), 'The customer.'],
  ['customer_st_id', 'cached.customer_id', "The customer: ServiceTitan's id."],
  ['customer_name', 'cached.customer_name', 'Name of the customer.'],
  ['location_id', recordOf('locations', 'location_id'), 'Where the work was done.'],
  ['location_st_id', 'cached.location_id', "Where the work was done: ServiceTitan's id."],
  ['job_id', recordOf('jobs', 'job_id'), 'The job.'],
  ['job_st_id', 'cached.job_id', "The job: ServiceTitan's id."],
  ['job_number', 'cached.job_number', 'Number of the job.'],
  ['project_st_id', 'cached.project_id', "The project: ServiceTitan's id."],
  ['business_unit_id', recordOf('business_units', 'business_unit_id'), 'The business unit.'],
  ['business_unit_st_id', 'cached.business_unit_id', "The business unit: ServiceTitan's id."],
  ['invoice_type', 'cached.invoice_type', 'Type of invoice.'],
  ['invoice_configuration', 'cached.invoice_configuration', 'What it bills, such as JobInvoice.'],
  ['review_status', 'cached.review_status', 'NeedsReview, OnHold, Reviewed and others.'],
  ['sent_status', 'cached.sent_status', 'NotSent, Sent or Opened.'],
  ['sync_status', 'cached.sync_status', 'Pending, Posted or Exported.'],
  ['batch_st_id', 'cached.batch_id', "The accounting batch: ServiceTitan's id."],
  ['term_name', 'cached.term_name', 'Name of the payment term.'],
  ['adjustment_to_id', idOf('invoices', 'adjustment_to_id'), 'The invoice that this one adjusts.'],
  ['membership_st_id', 'cached.membership_id', "The membership billed: ServiceTitan's id."],
  ['tax_zone_st_id', 'cached.tax_zone_id', "Tax zone: ServiceTitan's id."],
  ['summary', 'cached.summary', 'Summary, as HTML.'],
]

const payments: ViewColumns = [
  ['customer_id', recordOf('customers', 'customer_id'), 'The customer.'],
  ['customer_st_id', 'cached.customer_id', "The customer: ServiceTitan's id."],
  ['customer_name', 'cached.customer_name', 'Name of the customer.'],
  ['business_unit_id', recordOf('business_units', 'business_unit_id'), 'The business unit.'],
  ['business_unit_st_id', 'cached.business_unit_id', "The business unit: ServiceTitan's id."],
  ['reference_number', 'cached.reference_number', 'The number people know the payment by.'],
  ['paid_on', 'cached.paid_on', 'Date of the payment.'],
  ['type', 'cached.type', 'Name of the payment type, such as Cash.'],
  ['type_st_id', 'cached.type_id', "The payment type; the API sends text: ServiceTitan's id."],
  ['total', 'cached.total', "Amount, in the tenant's currency."],
  ['unapplied_amount', 'cached.unapplied_amount', 'What is applied to no invoice yet.'],
  ['check_number', 'cached.check_number', 'Number of the check.'],
  ['memo', 'cached.memo', 'Memo.'],
  ['refunded_payment_id', idOf('payments', 'refunded_payment_id'), 'The payment that this one refunds.'],
  ['batch_st_id', 'cached.batch_id', "The accounting batch: ServiceTitan's id."],
  ['deposit_st_id', 'cached.deposit_id', "The deposit: ServiceTitan's id."],
  ['sync_status', 'cached.sync_status', 'Pending, Posted or Exported.'],
]

const estimates: ViewColumns = [
  ['name', 'cached.name', 'Name of the estimate.'],
  ['job_id', recordOf('jobs', 'job_id'), 'The job.'],
  ['job_st_id', 'cached.job_id', "The job: ServiceTitan's id."],
  ['job_number', 'cached.job_number', 'Number of the job.'],
  ['project_st_id', 'cached.project_id', "The project: ServiceTitan's id."],
  ['location_id', recordOf('locations', 'location_id'), 'The location.'],
  ['location_st_id', 'cached.location_id', "The location: ServiceTitan's id."],
  ['customer_id', recordOf('customers', 'customer_id'), 'The customer.'],
  ['customer_st_id', 'cached.customer_id', "The customer: ServiceTitan's id."],
  ['business_unit_id', recordOf('business_units', 'business_unit_id'), 'The business unit.'],
  ['business_unit_st_id', 'cached.business_unit_id', "The business unit: ServiceTitan's id."],
  ['status', 'cached.status', 'Open, Sold or Dismissed; the API may add others.'],
  ['review_status', 'cached.review_status', 'None, NeedsApproval, Approved or NotApproved.'],
  ['summary', 'cached.summary', 'Summary.'],
  ['sold_on', 'cached.sold_on', 'When it was sold.'],
  ['sold_by_id', recordOf('technicians', 'sold_by_id'), 'Who sold it.'],
  ['sold_by_st_id', 'cached.sold_by_id', "Who sold it: ServiceTitan's id."],
  ['subtotal', 'cached.subtotal', "Sum before tax, in the tenant's currency."],
  ['tax', 'cached.tax', 'Tax.'],
  ['deposit_amount', 'cached.deposit_amount', 'Deposit that is asked for.'],
  ['deposit_percent', 'cached.deposit_percent', 'The same in percent.'],
  ['is_recommended', 'cached.is_recommended', 'Whether it is the one recommended.'],
  ['is_change_order', 'cached.is_change_order', 'Whether it changes an order.'],
  ['proposal_tag_name', 'cached.proposal_tag_name', 'Name of the proposal tag.'],
]

const views: readonly CacheView[] = [
  {
    name: 'invoices',
    comment: 'Invoices, as ServiceTitan has them.',
    columns: invoices,
  },
  {
    name: 'payments',
    comment: 'Payments, as ServiceTitan has them.',
    columns: payments,
  },
  {
    name: 'estimates',
    comment: 'Estimates, as ServiceTitan has them.',
    columns: estimates,
  },
]
