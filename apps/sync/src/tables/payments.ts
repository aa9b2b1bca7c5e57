import type { CacheTable } from '../cache/cache-table.ts'

export const payments: CacheTable = {
  name: 'st_payments',
  resource: 'payments',
  columns: [
    { name: 'customer_id', path: 'customer.id', type: 'bigint' },
    { name: 'customer_name', path: 'customer.name', type: 'text' },
    { name: 'business_unit_id', path: 'businessUnit.id', type: 'bigint' },
    { name: 'reference_number', path: 'referenceNumber', type: 'text' },
    { name: 'paid_on', path: 'date', type: 'timestamptz' },
    { name: 'type', path: 'type', type: 'text' },
    { name: 'type_id', path: 'typeId', type: 'text' },
    { name: 'total', path: 'total', type: 'amount' },
    { name: 'unapplied_amount', path: 'unappliedAmount', type: 'amount' },
    { name: 'check_number', path: 'checkNumber', type: 'text' },
    { name: 'memo', path: 'memo', type: 'text' },
    { name: 'refunded_payment_id', path: 'refundedPaymentId', type: 'bigint' },
    { name: 'batch_id', path: 'batch.id', type: 'bigint' },
    { name: 'deposit_id', path: 'deposit.id', type: 'bigint' },
    { name: 'sync_status', path: 'syncStatus', type: 'text' },
  ],
  droppedPaths: [],
}
