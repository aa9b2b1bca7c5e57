import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI accounting-v2: GET /tenant/{tenant}/payments, with `activeState` instead of `active`, and
 * /tenant/{tenant}/export/payments. Sort fields are not documented; other lists support `Id`.
 */
export const payments = defineResource({
  name: 'payments',
  type: 'Payment',
  comment: 'Payments; the invoices that each was applied to are in full_data.appliedTo.',
  module: 'accounting',
  listPath: 'payments',
  exportPath: 'export/payments',
  listParams: { activeState: 'All' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['activeState', 'ids', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.acc.payments:r',
  exampleId: '95000015',
  fields: {
    required: fieldNames('active createdOn id modifiedOn'),
    optional: fieldNames(`
      appliedTo authCode batch businessUnit checkNumber createdBy customer customFields date deposit
      generalLedgerAccount memo referenceNumber refundedPaymentId syncStatus total type typeId
      unappliedAmount
    `),
  },
  droppedPaths: [],
  columns: {
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
    business_unit_id: {
      path: 'businessUnit.id',
      type: 'bigint',
      comment: 'The business unit (API: businessUnit.id).',
      api: 'id',
    },
    reference_number: {
      path: 'referenceNumber',
      type: 'text',
      comment: 'The number people know the payment by (API: referenceNumber).',
      api: 'text',
    },
    paid_on: {
      path: 'date',
      type: 'timestamptz',
      comment: 'Date of the payment (API: date).',
      api: 'instant',
    },
    type: {
      path: 'type',
      type: 'text',
      comment: 'Name of the payment type, such as Cash (API: type).',
      api: 'text',
    },
    type_id: {
      path: 'typeId',
      type: 'text',
      comment: 'The payment type; the API sends text (API: typeId).',
      api: 'text',
    },
    total: {
      path: 'total',
      type: 'amount',
      comment: "Amount, in the tenant's currency (API: total).",
      api: 'decimal',
    },
    unapplied_amount: {
      path: 'unappliedAmount',
      type: 'amount',
      comment: 'What is applied to no invoice yet (API: unappliedAmount).',
      api: 'decimal',
    },
    check_number: {
      path: 'checkNumber',
      type: 'text',
      comment: 'Number of the check (API: checkNumber).',
      api: 'text',
    },
    memo: { path: 'memo', type: 'text', comment: 'Memo (API: memo).', api: 'text' },
    refunded_payment_id: {
      path: 'refundedPaymentId',
      type: 'bigint',
      comment: 'The payment that this one refunds (API: refundedPaymentId).',
      api: 'id',
    },
    batch_id: {
      path: 'batch.id',
      type: 'bigint',
      comment: 'The accounting batch (API: batch.id).',
      api: 'id',
    },
    deposit_id: { path: 'deposit.id', type: 'bigint', comment: 'The deposit (API: deposit.id).', api: 'id' },
    sync_status: {
      path: 'syncStatus',
      type: 'text',
      comment: 'Pending, Posted or Exported (API: syncStatus).',
      api: 'text',
    },
  },
  derivedFields: {},
  indexes: {
    st_payments_customer_idx: {
      columns: ['tenant_id', 'customer_id', 'paid_on'],
      queries: ['the payments of a customer, newest first'],
    },
    st_payments_paid_idx: {
      columns: ['tenant_id', 'paid_on'],
      include: ['business_unit_id', 'type', 'total'],
      where: 'active AND deleted_at IS NULL',
      queries: ['what was paid in a period, by business unit or type'],
    },
  },
  relations: {
    customer: { one: 'customers', by: 'customer_id' },
  },
  syncedAfter: ['customers', 'invoices'],
})
