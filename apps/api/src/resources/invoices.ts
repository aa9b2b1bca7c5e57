import { defineFilters } from '../resource-definition/filters.ts'

export const invoices = defineFilters({
  paths: [
    { at: 'invoiceNumber', index: 'st_invoices_number_idx' },
    { at: 'jobId', index: 'st_invoices_job_idx' },
    { at: 'customerId', orderedBy: 'invoiceDate', newestFirst: true, index: 'st_invoices_customer_idx' },
    { within: 'invoiceDate', newestFirst: true, only: 'live', index: 'st_invoices_date_idx' },
  ],
  narrow: ['businessUnitId', 'syncStatus'],
})
