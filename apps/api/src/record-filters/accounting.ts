import { defineFilters } from '../resource-definition/filters.ts'

// Views over the cache: the cache tables have the indexes.

export const invoices = defineFilters({
  indexed: [
    { equals: 'invoiceNumber', index: 'st_invoices_number_idx' },
    { equals: 'jobId', index: 'st_invoices_job_idx' },
    { equals: 'customerId', orderedBy: 'invoiceDate', newestFirst: true, index: 'st_invoices_customer_idx' },
    { within: 'invoiceDate', newestFirst: true, only: 'live', index: 'st_invoices_date_idx' },
  ],
  residual: ['businessUnitId', 'syncStatus'],
})

export const payments = defineFilters({
  indexed: [
    { equals: 'customerId', orderedBy: 'paidOn', newestFirst: true, index: 'st_payments_customer_idx' },
    { within: 'paidOn', newestFirst: true, only: 'live', index: 'st_payments_paid_idx' },
  ],
  residual: ['businessUnitId', 'type'],
})

export const estimates = defineFilters({
  indexed: [
    { equals: 'jobId', index: 'st_estimates_job_idx' },
    { equals: 'customerId', orderedBy: 'createdAt', newestFirst: true, index: 'st_estimates_customer_idx' },
    { within: 'soldOn', newestFirst: true, only: 'live', index: 'st_estimates_sold_idx' },
    { within: 'createdAt', newestFirst: true, only: 'live', index: 'st_estimates_created_idx' },
  ],
  residual: ['businessUnitId', 'soldById', 'status'],
})
