import type { View } from '../table.ts'

// Accounting stays ServiceTitan's: views over the cache, so that an invoice is stored once.

const customer = { of: 'customers', column: 'customer_id' }
const location = { of: 'locations', column: 'location_id' }
const job = { of: 'jobs', column: 'job_id' }
const businessUnit = { of: 'business_units', column: 'business_unit_id' }

export const invoices = {
  name: 'invoices',
  resource: 'invoices',
  domain: 'accounting',
  references: { customer_id: customer, location_id: location, job_id: job, business_unit_id: businessUnit },
  viewed: { adjustment_to_id: 'invoices' },
  renamed: {
    project_id: 'project_st_id',
    batch_id: 'batch_st_id',
    membership_id: 'membership_st_id',
    tax_zone_id: 'tax_zone_st_id',
  },
} as const satisfies View

export const payments = {
  name: 'payments',
  resource: 'payments',
  domain: 'accounting',
  references: { customer_id: customer, business_unit_id: businessUnit },
  viewed: { refunded_payment_id: 'payments' },
  renamed: { type_id: 'type_st_id', batch_id: 'batch_st_id', deposit_id: 'deposit_st_id' },
} as const satisfies View

export const estimates = {
  name: 'estimates',
  resource: 'estimates',
  domain: 'accounting',
  references: {
    job_id: job,
    location_id: location,
    customer_id: customer,
    business_unit_id: businessUnit,
    sold_by_id: { of: 'technicians', column: 'sold_by_id' },
  },
  viewed: {},
  renamed: { project_id: 'project_st_id' },
} as const satisfies View
