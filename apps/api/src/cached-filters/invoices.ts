import { defineFilters } from '../resource-definition/filters.ts'

export const invoices = defineFilters({
  indexed: [
    { equals: 'invoiceNumber', index: 'st_invoices_number_idx' },
    { equals: 'jobId', index: 'st_invoices_job_idx' },
    { equals: 'customerId', orderedBy: 'invoiceDate', newestFirst: true, index: 'st_invoices_customer_idx' },
    { within: 'invoiceDate', newestFirst: true, only: 'live', index: 'st_invoices_date_idx' },
  ],
  residual: ['businessUnitId', 'syncStatus'],
})
