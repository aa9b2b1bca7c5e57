import type { MigrationBuilder } from 'node-pg-migrate'
import { createCacheTable, dropCacheTable } from '../src/authoring/v1/cache-table.ts'

export function up(pgm: MigrationBuilder): void {
  createInvoices(pgm)
  createPayments(pgm)
  createEstimates(pgm)
}

export function down(pgm: MigrationBuilder): void {
  for (const name of ['st_estimates', 'st_payments', 'st_invoices']) dropCacheTable(pgm, name)
}

function createInvoices(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
    name: 'st_invoices',
    comment: 'Invoices; their items are in full_data.',
    columns: {
      invoice_number: ['text', 'The number people know the invoice by (API: referenceNumber).'],
      invoice_date: ['timestamptz', 'Date of the invoice (API: invoiceDate).'],
      due_date: ['timestamptz', 'When it is to be paid (API: dueDate).'],
      paid_on: ['timestamptz', 'When it was paid (API: paidOn).'],
      deposited_on: ['timestamptz', 'When the money was deposited (API: depositedOn).'],
      subtotal: ['numeric', "Sum before tax, in the tenant's currency (API: subTotal)."],
      sales_tax: ['numeric', 'Sales tax (API: salesTax).'],
      discount_total: ['numeric', 'Sum of discounts (API: discountTotal).'],
      total: ['numeric', 'Sum with tax (API: total).'],
      balance: ['numeric', 'What is still to be paid (API: balance).'],
      customer_id: ['bigint', 'The customer (API: customer.id).'],
      customer_name: ['text', 'Name of the customer (API: customer.name).'],
      location_id: ['bigint', 'Where the work was done (API: location.id).'],
      job_id: ['bigint', 'The job (API: job.id).'],
      job_number: ['text', 'Number of the job (API: job.number).'],
      project_id: ['bigint', 'The project (API: projectId).'],
      business_unit_id: ['bigint', 'The business unit (API: businessUnit.id).'],
      invoice_type: ['text', 'Type of invoice (API: invoiceType.name).'],
      invoice_configuration: ['text', 'What it bills, such as JobInvoice (API: invoiceConfiguration).'],
      review_status: ['text', 'NeedsReview, OnHold, Reviewed and others (API: reviewStatus).'],
      sent_status: ['text', 'NotSent, Sent or Opened (API: sentStatus).'],
      sync_status: ['text', 'Pending, Posted or Exported (API: syncStatus).'],
      batch_id: ['bigint', 'The accounting batch (API: batch.id).'],
      term_name: ['text', 'Name of the payment term (API: termName).'],
      adjustment_to_id: ['bigint', 'The invoice that this one adjusts (API: adjustmentToId).'],
      membership_id: ['bigint', 'The membership billed (API: membershipId).'],
      tax_zone_id: ['bigint', 'Tax zone (API: taxZoneId).'],
      summary: ['text', 'Summary, as HTML (API: summary).'],
    },
    indexes: [
      { name: 'st_invoices_job_idx', columns: ['tenant_id', 'job_id'], query: 'the invoices of a job' },
      {
        name: 'st_invoices_customer_idx',
        columns: ['tenant_id', 'customer_id', 'invoice_date'],
        query: 'the invoices of a customer, newest first',
      },
      {
        name: 'st_invoices_number_idx',
        columns: ['tenant_id', 'invoice_number'],
        query: 'an invoice by its number',
      },
      {
        name: 'st_invoices_date_idx',
        columns: ['tenant_id', 'invoice_date'],
        include: ['business_unit_id', 'total'],
        where: 'active AND deleted_at IS NULL',
        query: 'what was invoiced in a period, by business unit',
      },
      {
        name: 'st_invoices_unpaid_idx',
        columns: ['tenant_id', 'due_date'],
        where: 'balance > 0 AND active AND deleted_at IS NULL',
        query: 'unpaid invoices by the date they are due',
      },
    ],
  })
}

function createPayments(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
    name: 'st_payments',
    comment: 'Payments; the invoices that each was applied to are in full_data.appliedTo.',
    columns: {
      customer_id: ['bigint', 'The customer (API: customer.id).'],
      customer_name: ['text', 'Name of the customer (API: customer.name).'],
      business_unit_id: ['bigint', 'The business unit (API: businessUnit.id).'],
      reference_number: ['text', 'The number people know the payment by (API: referenceNumber).'],
      paid_on: ['timestamptz', 'Date of the payment (API: date).'],
      type: ['text', 'Name of the payment type, such as Cash (API: type).'],
      type_id: ['text', 'The payment type; the API sends text (API: typeId).'],
      total: ['numeric', "Amount, in the tenant's currency (API: total)."],
      unapplied_amount: ['numeric', 'What is applied to no invoice yet (API: unappliedAmount).'],
      check_number: ['text', 'Number of the check (API: checkNumber).'],
      memo: ['text', 'Memo (API: memo).'],
      refunded_payment_id: ['bigint', 'The payment that this one refunds (API: refundedPaymentId).'],
      batch_id: ['bigint', 'The accounting batch (API: batch.id).'],
      deposit_id: ['bigint', 'The deposit (API: deposit.id).'],
      sync_status: ['text', 'Pending, Posted or Exported (API: syncStatus).'],
    },
    indexes: [
      {
        name: 'st_payments_customer_idx',
        columns: ['tenant_id', 'customer_id', 'paid_on'],
        query: 'the payments of a customer, newest first',
      },
      {
        name: 'st_payments_paid_idx',
        columns: ['tenant_id', 'paid_on'],
        include: ['business_unit_id', 'type', 'total'],
        where: 'active AND deleted_at IS NULL',
        query: 'what was paid in a period, by business unit or type',
      },
    ],
  })
}

function createEstimates(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
    name: 'st_estimates',
    comment: 'Estimates; their items are in full_data.',
    columns: {
      name: ['text', 'Name of the estimate (API: name).'],
      job_id: ['bigint', 'The job (API: jobId).'],
      job_number: ['text', 'Number of the job (API: jobNumber).'],
      project_id: ['bigint', 'The project (API: projectId).'],
      location_id: ['bigint', 'The location (API: locationId).'],
      customer_id: ['bigint', 'The customer (API: customerId).'],
      business_unit_id: ['bigint', 'The business unit (API: businessUnitId).'],
      status: ['text', 'Open, Sold or Dismissed; the API may add others (API: status.name).'],
      review_status: ['text', 'None, NeedsApproval, Approved or NotApproved (API: reviewStatus).'],
      summary: ['text', 'Summary (API: summary).'],
      sold_on: ['timestamptz', 'When it was sold (API: soldOn).'],
      sold_by_id: ['bigint', 'Who sold it (API: soldBy).'],
      subtotal: ['numeric', "Sum before tax, in the tenant's currency (API: subtotal)."],
      tax: ['numeric', 'Tax (API: tax).'],
      deposit_amount: ['numeric', 'Deposit that is asked for (API: depositAmount).'],
      deposit_percent: ['numeric', 'The same in percent (API: depositPercent).'],
      is_recommended: ['boolean', 'Whether it is the one recommended (API: isRecommended).'],
      is_change_order: ['boolean', 'Whether it changes an order (API: isChangeOrder).'],
      proposal_tag_name: ['text', 'Name of the proposal tag (API: proposalTagName).'],
    },
    indexes: [
      { name: 'st_estimates_job_idx', columns: ['tenant_id', 'job_id'], query: 'the estimates of a job' },
      {
        name: 'st_estimates_customer_idx',
        columns: ['tenant_id', 'customer_id', 'created_on'],
        query: 'the estimates of a customer, newest first',
      },
      {
        name: 'st_estimates_sold_idx',
        columns: ['tenant_id', 'sold_on'],
        include: ['sold_by_id', 'business_unit_id', 'subtotal'],
        where: 'sold_on IS NOT NULL AND active AND deleted_at IS NULL',
        query: 'what was sold in a period, by seller or business unit',
      },
    ],
  })
}
