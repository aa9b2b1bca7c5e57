import { one } from '../resource-definition/include.ts'
import { defineResource } from '../resource-definition/resource.ts'

export const payments = defineResource({
  name: 'payments',
  type: 'Payment',
  table: 'st_payments',
  fields: {
    referenceNumber: 'text',
    type: 'text',
    typeId: 'text',
    customerId: 'id',
    customerName: 'text',
    businessUnitId: 'id',
    total: 'decimal',
    unappliedAmount: 'decimal',
    paidOn: 'moment',
    checkNumber: 'text',
    memo: 'text',
    batchId: 'id',
    depositId: 'id',
    refundedPaymentId: 'id',
    syncStatus: 'text',
  },
  paths: [
    { at: 'customerId', orderedBy: 'paidOn', newestFirst: true, index: 'st_payments_customer_idx' },
    { within: 'paidOn', newestFirst: true, only: 'live', index: 'st_payments_paid_idx' },
  ],
  narrow: ['businessUnitId', 'type'],
  includes: { customer: one('customers', 't.customer_id') },
})
