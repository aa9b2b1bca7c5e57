import type { View } from '../table.ts'

// LAZI has no model of these: the reports read them, and the API lists them as ServiceTitan has them.
// What technicians do, and what their work sells.

const job = { of: 'jobs', column: 'job_id' }
const appointment = { of: 'appointments', column: 'appointment_id' }
const technician = { of: 'technicians', column: 'technician_id' }
const businessUnit = { of: 'business_units', column: 'business_unit_id' }

export const jobTimesheets = {
  name: 'job_timesheets',
  resource: 'job-timesheets',
  domain: null,
  references: { job_id: job, appointment_id: appointment, technician_id: technician },
  viewed: {},
  renamed: {},
} as const satisfies View

export const jobSplits = {
  name: 'job_splits',
  resource: 'job-splits',
  domain: null,
  references: { job_id: job, technician_id: technician },
  viewed: {},
  renamed: {},
} as const satisfies View

export const technicianShifts = {
  name: 'technician_shifts',
  resource: 'technician-shifts',
  domain: null,
  references: { technician_id: technician },
  viewed: {},
  renamed: { timesheet_code_id: 'timesheet_code_st_id' },
} as const satisfies View

export const nonJobAppointments = {
  name: 'non_job_appointments',
  resource: 'non-job-appointments',
  domain: null,
  references: { technician_id: technician },
  viewed: {},
  renamed: { timesheet_code_id: 'timesheet_code_st_id', created_by_id: 'created_by_st_id' },
} as const satisfies View

export const invoiceItems = {
  name: 'invoice_items',
  resource: 'invoice-items',
  domain: null,
  references: { technician_id: technician, business_unit_id: businessUnit },
  viewed: { invoice_id: 'invoices' },
  renamed: { sku_id: 'sku_st_id', membership_type_id: 'membership_type_st_id' },
} as const satisfies View
