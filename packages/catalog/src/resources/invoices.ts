import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI accounting-v2: GET /tenant/{tenant}/invoices, with `activeState` instead of `active`, and
 * /tenant/{tenant}/export/invoices. Sort fields are not documented; other lists support `Id`.
 */
export const invoices = defineResource({
  name: 'invoices',
  type: 'Invoice',
  comment: 'Invoices; their items are in full_data.',
  module: 'accounting',
  listPath: 'invoices',
  exportPath: 'export/invoices',
  listParams: { activeState: 'All' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['activeState', 'ids', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.acc.invoices:r',
  exampleId: '91000003',
  fields: {
    required: fieldNames('active invoiceConfiguration id createdOn sentStatus reviewStatus'),
    optional: fieldNames(`
      summary items customFields discountTotal importId exportId materialSkuId membershipId paidOn
      syncStatus budgetCodeId referenceNumber invoiceDate dueDate subTotal salesTax salesTaxCode
      taxZoneId total balance invoiceType customer customerAddress location locationAddress
      businessUnit termName createdBy batch depositedOn modifiedOn adjustmentToId job projectId
      royalty employeeInfo commissionEligibilityDate assignedTo
    `),
  },
  droppedPaths: [],
  columns: {
    invoice_number: {
      path: 'referenceNumber',
      type: 'text',
      comment: 'The number people know the invoice by (API: referenceNumber).',
      api: 'text',
    },
    invoice_date: {
      path: 'invoiceDate',
      type: 'timestamptz',
      comment: 'Date of the invoice (API: invoiceDate).',
      api: 'instant',
    },
    due_date: {
      path: 'dueDate',
      type: 'timestamptz',
      comment: 'When it is to be paid (API: dueDate).',
      api: 'instant',
    },
    paid_on: {
      path: 'paidOn',
      type: 'timestamptz',
      comment: 'When it was paid (API: paidOn).',
      api: 'instant',
    },
    deposited_on: {
      path: 'depositedOn',
      type: 'timestamptz',
      comment: 'When the money was deposited (API: depositedOn).',
      api: 'instant',
    },
    subtotal: {
      path: 'subTotal',
      type: 'amount',
      comment: "Sum before tax, in the tenant's currency (API: subTotal).",
      api: 'decimal',
    },
    sales_tax: { path: 'salesTax', type: 'amount', comment: 'Sales tax (API: salesTax).', api: 'decimal' },
    discount_total: {
      path: 'discountTotal',
      type: 'amount',
      comment: 'Sum of discounts (API: discountTotal).',
      api: 'decimal',
    },
    total: { path: 'total', type: 'amount', comment: 'Sum with tax (API: total).', api: 'decimal' },
    balance: {
      path: 'balance',
      type: 'amount',
      comment: 'What is still to be paid (API: balance).',
      api: 'decimal',
    },
    customer_id: {
      path: 'customer.id',
      type: 'bigint',
      comment: 'The customer (API: customer.id).',
      api: 'id',
    },
    customer_name: {
      path: 'customer.name',
      type: 'text',
      comment: 'Name of the customer (API: customer.name).',
      api: 'text',
    },
    location_id: {
      path: 'location.id',
      type: 'bigint',
      comment: 'Where the work was done (API: location.id).',
      api: 'id',
    },
    job_id: { path: 'job.id', type: 'bigint', comment: 'The job (API: job.id).', api: 'id' },
    job_number: {
      path: 'job.number',
      type: 'text',
      comment: 'Number of the job (API: job.number).',
      api: 'text',
    },
    project_id: { path: 'projectId', type: 'bigint', comment: 'The project (API: projectId).', api: 'id' },
    business_unit_id: {
      path: 'businessUnit.id',
      type: 'bigint',
      comment: 'The business unit (API: businessUnit.id).',
      api: 'id',
    },
    invoice_type: {
      path: 'invoiceType.name',
      type: 'text',
      comment: 'Type of invoice (API: invoiceType.name).',
      api: 'text',
    },
    invoice_configuration: {
      path: 'invoiceConfiguration',
      type: 'text',
      comment: 'What it bills, such as JobInvoice (API: invoiceConfiguration).',
      api: 'text',
    },
    review_status: {
      path: 'reviewStatus',
      type: 'text',
      comment: 'NeedsReview, OnHold, Reviewed and others (API: reviewStatus).',
      api: 'text',
    },
    sent_status: {
      path: 'sentStatus',
      type: 'text',
      comment: 'NotSent, Sent or Opened (API: sentStatus).',
      api: 'text',
    },
    sync_status: {
      path: 'syncStatus',
      type: 'text',
      comment: 'Pending, Posted or Exported (API: syncStatus).',
      api: 'text',
    },
    batch_id: {
      path: 'batch.id',
      type: 'bigint',
      comment: 'The accounting batch (API: batch.id).',
      api: 'id',
    },
    term_name: {
      path: 'termName',
      type: 'text',
      comment: 'Name of the payment term (API: termName).',
      api: 'text',
    },
    adjustment_to_id: {
      path: 'adjustmentToId',
      type: 'bigint',
      comment: 'The invoice that this one adjusts (API: adjustmentToId).',
      api: 'id',
    },
    membership_id: {
      path: 'membershipId',
      type: 'bigint',
      comment: 'The membership billed (API: membershipId).',
      api: 'id',
    },
    tax_zone_id: { path: 'taxZoneId', type: 'bigint', comment: 'Tax zone (API: taxZoneId).', api: 'id' },
    summary: { path: 'summary', type: 'text', comment: 'Summary, as HTML (API: summary).', api: 'text' },
  },
  derivedFields: {},
  indexes: {
    st_invoices_job_idx: { columns: ['tenant_id', 'job_id'], queries: ['the invoices of a job'] },
    st_invoices_customer_idx: {
      columns: ['tenant_id', 'customer_id', 'invoice_date'],
      queries: ['the invoices of a customer, newest first'],
    },
    st_invoices_number_idx: {
      columns: ['tenant_id', 'invoice_number'],
      queries: ['an invoice by its number'],
    },
    st_invoices_date_idx: {
      columns: ['tenant_id', 'invoice_date'],
      include: ['business_unit_id', 'total'],
      where: 'active AND deleted_at IS NULL',
      queries: ['what was invoiced in a period, by business unit'],
    },
    st_invoices_unpaid_idx: {
      columns: ['tenant_id', 'due_date'],
      where: 'balance > 0 AND active AND deleted_at IS NULL',
      queries: ['unpaid invoices by the date they are due'],
    },
  },
  relations: {
    job: { one: 'jobs', by: 'job_id' },
    customer: { one: 'customers', by: 'customer_id' },
    location: { one: 'locations', by: 'location_id' },
  },
  syncedAfter: ['jobs'],
})
