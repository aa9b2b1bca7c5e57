import type { MigrationBuilder } from 'node-pg-migrate'
import { createLaziTable, type LaziTable } from '../src/authoring/v2/lazi-table.ts'

export const allow = [
  {
    rule: 'prefer-bigint-over-int',
    reason: 'the numbers of appointments and of minutes of a job are small, as in raw.st_jobs',
  },
  {
    rule: 'no-if-not-exists',
    reason: 'other software may have created the extension in the same database',
  },
]

export function up(pgm: MigrationBuilder): void {
  // Equality of ids in a GiST index. It is a trusted extension: it takes the right to create in the database.
  pgm.createExtension('btree_gist', { ifNotExists: true })
  for (const table of tables) createLaziTable(pgm, table)
  excludeOverlaps(pgm)
}

// The extension stays: it may have been there before, and other tables may use it.
export function down(pgm: MigrationBuilder): void {
  for (const { name } of tables.toReversed()) pgm.dropTable({ schema: 'lazi', name })
}

const jobs: LaziTable = {
  name: 'jobs',
  comment: 'Jobs.',
  columns: {
    number: ['text', 'The number people know the job by.'],
    customer_id: ['uuid', 'The customer.'],
    location_id: ['uuid', 'Where the work is done.'],
    project_st_id: ['bigint', "The project that the job is part of: ServiceTitan's id."],
    business_unit_id: ['uuid', 'The business unit.'],
    job_type_id: ['uuid', 'The job type.'],
    campaign_id: ['uuid', 'The marketing campaign.'],
    status: [
      'text',
      'Scheduled, Dispatched, InProgress, Hold, Completed or Canceled; the API may add others.',
    ],
    priority: ['text', 'Low, Normal, High or Urgent.'],
    summary: ['text', 'What is to be done, as HTML.'],
    customer_po: ['text', "The customer's purchase order number."],
    completed_at: ['timestamptz', 'When the job was completed.'],
    total: ['numeric', "Revenue of the job in the tenant's currency."],
    invoice_id: ['uuid', 'The invoice.'],
    sold_by_id: ['uuid', 'The technician who sold the job.'],
    no_charge: ['boolean', 'Whether the job is free of charge.'],
    cancel_reason_id: ['uuid', 'Why it was canceled, if LAZI canceled it.'],
    cancel_memo: ['text', 'The same in words.'],
    canceled_at: ['timestamptz', 'When it was canceled, if LAZI canceled it.'],
    recall_for_id: ['uuid', 'The job that this one is a recall of.'],
    warranty_id: ['uuid', 'The job whose work this one repeats under warranty.'],
    appointment_count: ['integer', 'Number of appointments.'],
    tag_type_ids: ['uuid[]', 'Tags on the job.'],
    scheduled_start: ['timestamptz', "The earliest start of the job's live appointments."],
    scheduled_end: ['timestamptz', "The latest end of the job's live appointments."],
    actual_start: ['timestamptz', 'When work began; NULL until a resource that tells it is synced.'],
    actual_end: ['timestamptz', 'When work ended; NULL until a resource that tells it is synced.'],
    duration: ['integer', 'Minutes from scheduled_start to scheduled_end.'],
    custom_fields: [
      'jsonb',
      'The custom fields: an object of their values by the id of their type in ServiceTitan.',
    ],
  },
  references: {
    customer_id: 'customers',
    location_id: 'locations',
    business_unit_id: 'business_units',
    job_type_id: 'job_types',
    campaign_id: 'campaigns',
    sold_by_id: 'technicians',
    cancel_reason_id: 'job_cancel_reasons',
  },
  ownRecords:
    "customer_id IS NOT NULL AND location_id IS NOT NULL AND business_unit_id IS NOT NULL AND job_type_id IS NOT NULL AND status IN ('Scheduled', 'Dispatched', 'InProgress', 'Hold', 'Completed', 'Canceled') AND priority IN ('Low', 'Normal', 'High', 'Urgent')",
  indexes: [
    {
      name: 'jobs_customer_idx',
      columns: ['tenant_id', 'customer_id', 'created_at'],
      query: 'the jobs of a customer, newest first',
    },
    {
      name: 'jobs_location_idx',
      columns: ['tenant_id', 'location_id', 'created_at'],
      query: 'the jobs at a location, newest first',
    },
    {
      name: 'jobs_number_idx',
      columns: ['tenant_id', 'number'],
      query: 'a job by its number',
    },
    {
      name: 'jobs_status_idx',
      columns: ['tenant_id', 'status', 'created_at'],
      query: 'the jobs in a status, newest first',
    },
    {
      name: 'jobs_created_idx',
      columns: ['tenant_id', 'created_at'],
      where: 'deleted_at IS NULL',
      query: 'jobs created in a period',
    },
    {
      name: 'jobs_completed_idx',
      columns: ['tenant_id', 'completed_at'],
      where: 'completed_at IS NOT NULL AND deleted_at IS NULL',
      query: 'jobs completed in a period',
    },
    {
      name: 'jobs_canceled_idx',
      columns: ['tenant_id', 'id'],
      where: 'canceled_at IS NOT NULL',
      query: 'the jobs that LAZI canceled, in the order of their ids',
    },
  ],
}

const appointments: LaziTable = {
  name: 'appointments',
  comment: 'Appointments: when a job is worked on, and by whom.',
  columns: {
    job_id: ['uuid', 'The job.'],
    customer_id: ['uuid', 'The customer.'],
    technician_id: ['uuid', 'The technician assigned first of those still assigned.'],
    technician_ids: [
      'uuid[]',
      'All assigned technicians in the order of assignment, at most 100; NULL: none is assigned.',
    ],
    number: ['text', 'The number people know the appointment by.'],
    starts_at: ['timestamptz', 'When it starts.'],
    ends_at: ['timestamptz', 'When it ends.'],
    arrival_starts_at: ['timestamptz', 'Earliest promised arrival.'],
    arrival_ends_at: ['timestamptz', 'Latest promised arrival.'],
    status: ['text', 'Scheduled, Dispatched, Working, Hold, Done or Canceled; the API may add others.'],
    special_instructions: ['text', 'What the technician should know.'],
    unused: ['boolean', 'Whether the appointment was not needed.'],
    is_confirmed: ['boolean', 'Whether the customer confirmed it.'],
    hold_reason_id: ['uuid', 'Why it is on hold, if LAZI put it on hold.'],
    hold_memo: ['text', 'The same in words.'],
  },
  references: { job_id: 'jobs', technician_id: 'technicians', hold_reason_id: 'job_hold_reasons' },
  ownRecords:
    "job_id IS NOT NULL AND ends_at > starts_at AND (arrival_starts_at IS NULL) = (arrival_ends_at IS NULL) AND coalesce(arrival_starts_at <= arrival_ends_at, true) AND status IN ('Scheduled', 'Dispatched', 'Working', 'Hold', 'Done', 'Canceled')",
  indexes: [
    {
      name: 'appointments_job_idx',
      columns: ['tenant_id', 'job_id', 'starts_at'],
      query: 'the appointments of a job, by start',
    },
    {
      name: 'appointments_board_idx',
      columns: ['tenant_id', 'starts_at'],
      include: ['ends_at', 'status', 'job_id', 'technician_ids'],
      where: 'active AND deleted_at IS NULL',
      query: 'the board of a day; unassigned appointments in a period',
    },
    {
      // Few are: by their end, however long before they started.
      name: 'appointments_long_idx',
      columns: ['tenant_id', 'ends_at'],
      include: ['starts_at', 'status', 'technician_ids'],
      where: "active AND deleted_at IS NULL AND ends_at - starts_at > interval '1 day'",
      query: 'the appointments that are longer than a day, and end after a time',
    },
  ],
}

const appointmentAssignments: LaziTable = {
  name: 'appointment_assignments',
  comment: 'Appointment assignments: one row for each technician of each appointment.',
  columns: {
    appointment_id: ['uuid', 'The appointment.'],
    job_id: ['uuid', 'The job of the appointment.'],
    technician_id: ['uuid', 'The technician.'],
    technician_name: ['text', "The technician's name."],
    assigned_by_st_id: ['bigint', "The user who made the assignment: ServiceTitan's id."],
    assigned_at: ['timestamptz', 'When it was made.'],
    status: ['text', 'Scheduled, Dispatched, Working or Done; the API may add others.'],
    is_paused: ['boolean', 'Whether the technician has paused the work.'],
    starts_at: ['timestamptz', 'Copied from the appointment: when it starts.'],
    ends_at: ['timestamptz', 'Copied from the appointment: when it ends.'],
    is_live: [
      'boolean',
      'Whether the technician is booked: the assignment and its appointment exist, and it is not canceled.',
    ],
    may_overlap: [
      'boolean',
      'False for a booking of LAZI that may not overlap others of the technician; NULL for those that ServiceTitan made.',
    ],
  },
  references: { appointment_id: 'appointments', job_id: 'jobs', technician_id: 'technicians' },
  ownRecords: 'appointment_id IS NOT NULL AND technician_id IS NOT NULL AND ends_at > starts_at',
  indexes: [
    {
      name: 'appointment_assignments_appointment_idx',
      columns: ['tenant_id', 'appointment_id'],
      query: 'the assignments of an appointment',
    },
    {
      name: 'appointment_assignments_job_idx',
      columns: ['tenant_id', 'job_id'],
      query: 'the assignments of a job',
    },
    {
      name: 'appointment_assignments_technician_idx',
      columns: ['tenant_id', 'technician_id', 'assigned_at'],
      query: 'the assignments of a technician, newest first',
    },
    {
      name: 'appointment_assignments_booked_idx',
      columns: ['tenant_id', 'technician_id', 'starts_at'],
      include: ['ends_at'],
      where: 'is_live',
      query: 'when a technician is booked in a period',
    },
    {
      // Few are: by their end, however long before they started.
      name: 'appointment_assignments_long_idx',
      columns: ['tenant_id', 'technician_id', 'ends_at'],
      include: ['starts_at'],
      where: "is_live AND ends_at - starts_at > interval '1 day'",
      query: 'the bookings of a technician that are longer than a day, and end after a time',
    },
    {
      name: 'appointment_assignments_day_idx',
      columns: ['tenant_id', 'starts_at'],
      where: 'is_live',
      query: 'who is booked in a period',
    },
  ],
}

/** Parents first. */
const tables = [jobs, appointments, appointmentAssignments]

/**
 * The proof that no technician is booked twice by LAZI. What ServiceTitan booked is not in its index, and is looked for
 * before a booking is made. Ranges are half-open: a booking may begin when another one ends.
 */
function excludeOverlaps(pgm: MigrationBuilder): void {
  pgm.sql(`
ALTER TABLE lazi.appointment_assignments ADD CONSTRAINT appointment_assignments_overlap_excl
  EXCLUDE USING gist (tenant_id WITH =, technician_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
  WHERE (is_live AND NOT may_overlap AND ends_at > starts_at);`)
  pgm.sql(
    `COMMENT ON INDEX lazi.appointment_assignments_overlap_excl IS 'Query: whether a booking overlaps another one of LAZI''s';`,
  )
}
