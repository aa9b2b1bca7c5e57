import type { MigrationBuilder } from 'node-pg-migrate'
import { createCacheTable, dropCacheTable } from '../src/authoring/v2/cache-table.ts'
import { replaceFreshness } from '../src/authoring/v2/freshness.ts'

const tablesBefore = [
  'st_locations',
  'st_jobs',
  'st_appointments',
  'st_technicians',
  'st_appointment_assignments',
  'st_customers',
  'st_customer_contacts',
  'st_location_contacts',
  'st_business_units',
  'st_campaigns',
  'st_job_types',
  'st_zones',
  'st_teams',
  'st_tag_types',
  'st_employees',
  'st_invoices',
  'st_payments',
  'st_estimates',
  'st_job_cancel_reasons',
  'st_job_hold_reasons',
]
const tables = ['st_job_timesheets', 'st_job_splits', 'st_technician_shifts', 'st_non_job_appointments']

export function up(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
    name: 'st_job_timesheets',
    comment: 'When technicians were dispatched to visits, arrived and were done.',
    columns: {
      job_id: ['bigint', 'The job (API: jobId).'],
      appointment_id: ['bigint', 'The appointment (API: appointmentId).'],
      technician_id: ['bigint', 'The technician (API: technicianId).'],
      dispatched_on: ['timestamptz', 'When the technician was dispatched (API: dispatchedOn).'],
      arrived_on: ['timestamptz', 'When the technician arrived (API: arrivedOn).'],
      canceled_on: ['timestamptz', 'When the dispatch was canceled (API: canceledOn).'],
      done_on: ['timestamptz', 'When the technician was done (API: doneOn).'],
    },
    indexes: [
      {
        name: 'st_job_timesheets_job_idx',
        columns: ['tenant_id', 'job_id'],
        query: 'the timesheets of a job',
      },
      {
        name: 'st_job_timesheets_appointment_idx',
        columns: ['tenant_id', 'appointment_id'],
        query: 'the timesheets of an appointment',
      },
    ],
  })
  createCacheTable(pgm, {
    name: 'st_job_splits',
    comment: 'How the income of a job is divided among technicians.',
    columns: {
      job_id: ['bigint', 'The job (API: jobId).'],
      technician_id: ['bigint', 'The technician (API: technicianId).'],
      split: [
        'numeric',
        'Share of the technician, in the same unit as the other shares of the job (API: split).',
      ],
    },
    indexes: [
      { name: 'st_job_splits_job_idx', columns: ['tenant_id', 'job_id'], query: 'the splits of a job' },
    ],
  })
  createCacheTable(pgm, {
    name: 'st_technician_shifts',
    comment: 'When technicians work, are on call, or are off.',
    columns: {
      technician_id: ['bigint', 'The technician (API: technicianId).'],
      shift_type: ['text', 'Normal, OnCall or TimeOff (API: shiftType).'],
      title: ['text', 'Title (API: title).'],
      starts_on: ['timestamptz', 'When it begins (API: start).'],
      ends_on: ['timestamptz', 'When it ends (API: end).'],
      timesheet_code_id: ['bigint', 'The timesheet code (API: timesheetCodeId).'],
    },
    indexes: [
      {
        name: 'st_technician_shifts_technician_idx',
        columns: ['tenant_id', 'technician_id', 'starts_on'],
        query: 'the shifts of a technician, in order',
      },
    ],
  })
  createCacheTable(pgm, {
    name: 'st_non_job_appointments',
    comment: 'What technicians do that is no job, such as meetings and training.',
    columns: {
      technician_id: ['bigint', 'The technician (API: technicianId).'],
      name: ['text', 'Name (API: name).'],
      starts_on: ['timestamptz', 'When it begins (API: start).'],
      duration: ['text', 'How long it lasts, as [days.]hours:minutes:seconds (API: duration).'],
      all_day: ['boolean', 'Whether it lasts the whole day (API: allDay).'],
      timesheet_code_id: ['bigint', 'The timesheet code (API: timesheetCodeId).'],
      created_by_id: ['bigint', 'The user who created it (API: createdById).'],
    },
    indexes: [
      {
        name: 'st_non_job_appointments_technician_idx',
        columns: ['tenant_id', 'technician_id', 'starts_on'],
        query: 'the non-job appointments of a technician, in order',
      },
    ],
  })
  replaceFreshness(pgm, [...tablesBefore, ...tables])
}

export function down(pgm: MigrationBuilder): void {
  replaceFreshness(pgm, tablesBefore)
  for (const name of tables.toReversed()) dropCacheTable(pgm, name)
}
