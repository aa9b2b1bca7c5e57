import type { MigrationBuilder } from 'node-pg-migrate'
import { createFactTable, type FactTable, orNone } from '../src/authoring/v2/fact-table.ts'

export const allow = [
  { rule: 'prefer-bigint-over-int', reason: 'a day has at most 1,500 minutes, and a membership few changes' },
]

export function up(pgm: MigrationBuilder): void {
  for (const fact of facts) createFactTable(pgm, fact)
}

export function down(pgm: MigrationBuilder): void {
  for (const { name } of facts.toReversed()) pgm.dropTable({ schema: 'analytics', name })
}

const jobSplits: FactTable = {
  name: 'job_splits',
  comment: 'Facts of splits: one row for each that exists and is active.',
  key: 'split_id',
  of: 'job_splits',
  columns: {
    job_id: ['uuid', orNone('The job')],
    technician_id: ['uuid', orNone('The technician')],
    split: ['numeric', 'Share of the technician, in the same unit as the other shares of the job.'],
  },
  optional: [],
  indexes: [
    {
      name: 'job_splits_job_idx',
      columns: ['tenant_id', 'job_id'],
      query: 'the splits of a job',
    },
  ],
}

const timesheets: FactTable = {
  name: 'timesheets',
  comment: 'Facts of timesheets: one row for each that exists, is active and is not canceled.',
  key: 'timesheet_id',
  of: 'job_timesheets',
  columns: {
    appointment_id: ['uuid', orNone('The appointment')],
    job_id: ['uuid', orNone('The job')],
    technician_id: ['uuid', orNone('The technician')],
    arrived_at: ['timestamptz', 'When the technician arrived.'],
    arrived_day: ['date', "The day on which the technician arrived, in the tenant's time zone."],
    minutes: [
      'integer',
      'Minutes from arrival to done; 0 until both are known, and if it is more than a day.',
    ],
  },
  optional: ['arrived_at', 'arrived_day'],
  indexes: [
    {
      name: 'timesheets_day_idx',
      columns: ['tenant_id', 'arrived_day', 'technician_id'],
      include: ['minutes'],
      query: 'the minutes worked in a period, by technician',
    },
    {
      name: 'timesheets_appointment_idx',
      columns: ['tenant_id', 'appointment_id'],
      query: 'the arrivals at an appointment',
    },
  ],
}

const arrivals: FactTable = {
  name: 'arrivals',
  comment:
    'Facts of appointments: one row for each active one with an arrival window at which a technician has arrived.',
  key: 'appointment_id',
  of: 'appointments',
  columns: {
    job_id: ['uuid', orNone('The job')],
    business_unit_id: ['uuid', orNone("The job's business unit")],
    start_day: ['date', "The day on which it starts, in the tenant's time zone."],
    is_on_time: ['boolean', 'Whether the first technician arrived before the end of the window.'],
  },
  optional: ['start_day'],
  indexes: [
    {
      name: 'arrivals_day_idx',
      columns: ['tenant_id', 'start_day'],
      include: ['business_unit_id', 'is_on_time'],
      query: 'how many arrivals of a period were on time',
    },
  ],
}

const soldItems: FactTable = {
  name: 'sold_items',
  comment: 'Facts of items of invoices: one row for each active one that sells hours, of an active invoice.',
  key: 'item_id',
  of: 'invoice_items',
  columns: {
    job_id: ['uuid', orNone('The job of the invoice')],
    hours: ['numeric', 'Hours that it sells: those of one, times the quantity.'],
  },
  optional: [],
  indexes: [
    {
      name: 'sold_items_job_idx',
      columns: ['tenant_id', 'job_id'],
      query: 'the hours that a job sold',
    },
  ],
}

const soldWork: FactTable = {
  name: 'sold_work',
  comment:
    'Facts of jobs by technician: one row for each that shares the hours that the job sold. They add up to those of its items.',
  key: 'job_id',
  parts: ['technician_id'],
  of: 'jobs',
  columns: {
    technician_id: ['uuid', orNone('The technician')],
    business_unit_id: ['uuid', orNone("The job's business unit")],
    job_type_id: ['uuid', orNone("The job's type")],
    campaign_id: ['uuid', orNone("The job's campaign")],
    completed_day: ['date', "The day on which the job was completed, in the tenant's time zone."],
    is_completed: ['boolean', "Whether the job's status is Completed."],
    hours: [
      'numeric',
      "The technician's share of the hours; NULL: not known, as ServiceTitan lacks the job.",
    ],
  },
  optional: ['completed_day', 'hours'],
  indexes: [
    {
      name: 'sold_work_day_idx',
      columns: ['tenant_id', 'completed_day', 'technician_id'],
      include: ['hours', 'business_unit_id', 'job_type_id', 'campaign_id'],
      where: 'is_completed',
      query: 'the hours sold by the jobs completed in a period',
    },
  ],
}

const shifts: FactTable = {
  name: 'shifts',
  comment: 'Facts of shifts: one row for each that exists and is active.',
  key: 'shift_id',
  of: 'technician_shifts',
  columns: {
    technician_id: ['uuid', orNone('The technician')],
    kind: ['text', 'Normal, OnCall or TimeOff.'],
    starts_at: ['timestamptz', 'When it begins.'],
    ends_at: ['timestamptz', 'When it ends.'],
  },
  optional: [],
  indexes: [
    {
      name: 'shifts_technician_idx',
      columns: ['tenant_id', 'technician_id'],
      query: 'the shifts of a technician',
    },
  ],
}

const otherWork: FactTable = {
  name: 'other_work',
  comment: 'Facts of non-job appointments: one row for each that exists and is active.',
  key: 'non_job_appointment_id',
  of: 'non_job_appointments',
  columns: {
    technician_id: ['uuid', orNone('The technician')],
    starts_at: ['timestamptz', 'When it begins.'],
    ends_at: ['timestamptz', 'When it ends.'],
  },
  optional: [],
  indexes: [
    {
      name: 'other_work_technician_idx',
      columns: ['tenant_id', 'technician_id'],
      query: 'the other work of a technician',
    },
  ],
}

const availableTime: FactTable = {
  name: 'available_time',
  comment:
    'Facts of technicians: one row for each local day with time of normal shifts in which the technician is neither off nor at other work.',
  key: 'technician_id',
  parts: ['day'],
  of: 'technicians',
  columns: {
    day: ['date', "The day, in the tenant's time zone."],
    minutes: ['integer', 'Minutes on that day.'],
  },
  optional: [],
  indexes: [
    {
      name: 'available_time_day_idx',
      columns: ['tenant_id', 'day', 'technician_id'],
      include: ['minutes'],
      query: 'the available minutes of a period, by technician',
    },
  ],
}

const calls: FactTable = {
  name: 'calls',
  comment: 'Facts of calls: one row for each that exists and is active.',
  key: 'call_id',
  of: 'calls',
  columns: {
    campaign_id: ['uuid', orNone('The campaign')],
    call_day: ['date', "The day of the call, in the tenant's time zone."],
    is_inbound: ['boolean', 'Whether a customer called.'],
    is_booked: ['boolean', 'Whether its type is Booked.'],
    is_lead: ['boolean', 'Whether its type is Booked or Unbooked.'],
  },
  optional: ['call_day'],
  indexes: [
    {
      name: 'calls_day_idx',
      columns: ['tenant_id', 'call_day'],
      include: ['campaign_id', 'is_inbound', 'is_booked', 'is_lead'],
      query: 'metrics of the calls of a period',
    },
  ],
}

const campaignCosts: FactTable = {
  name: 'campaign_costs',
  comment: 'Facts of costs of campaigns: one row for each day of the month.',
  key: 'cost_id',
  parts: ['day'],
  of: 'campaign_costs',
  columns: {
    day: ['date', 'The day.'],
    campaign_id: ['uuid', orNone('The campaign')],
    amount: ['numeric', "Cost of the day, in the tenant's currency."],
  },
  optional: [],
  indexes: [
    {
      name: 'campaign_costs_day_idx',
      columns: ['tenant_id', 'day'],
      include: ['campaign_id', 'amount'],
      query: 'the costs of a period, by campaign',
    },
  ],
}

const cancellations: FactTable = {
  name: 'cancellations',
  comment: 'Facts of cancellations of jobs: one row for each that exists.',
  key: 'cancellation_id',
  of: 'job_canceled_logs',
  columns: {
    job_id: ['uuid', orNone('The job')],
    business_unit_id: ['uuid', orNone("The job's business unit")],
    job_type_id: ['uuid', orNone("The job's type")],
    campaign_id: ['uuid', orNone("The job's campaign")],
    reason_id: ['uuid', orNone('The reason')],
    canceled_day: ['date', "The day on which the job was canceled, in the tenant's time zone."],
  },
  optional: ['canceled_day'],
  indexes: [
    {
      name: 'cancellations_day_idx',
      columns: ['tenant_id', 'canceled_day'],
      include: ['business_unit_id', 'job_type_id', 'campaign_id', 'reason_id'],
      query: 'the cancellations of a period, by reason',
    },
  ],
}

const membershipChanges: FactTable = {
  name: 'membership_changes',
  comment: 'Facts of memberships: one row for each time that it became active, or ceased to be.',
  key: 'membership_id',
  parts: ['position'],
  of: 'memberships',
  columns: {
    position: ['integer', 'Its place among the changes of the membership; 0: its creation.'],
    customer_id: ['uuid', orNone('The customer')],
    business_unit_id: ['uuid', orNone('The business unit')],
    changed_day: ['date', "The day of the change, in the tenant's time zone."],
    growth: ['integer', '1: it became active; -1: it ceased to be.'],
  },
  optional: ['changed_day'],
  indexes: [
    {
      name: 'membership_changes_day_idx',
      columns: ['tenant_id', 'changed_day'],
      include: ['business_unit_id', 'growth'],
      query: 'how many memberships became active, or ceased to be, in a period',
    },
  ],
}

/** In the order in which they are computed. */
const facts = [
  jobSplits,
  timesheets,
  arrivals,
  soldItems,
  soldWork,
  shifts,
  otherWork,
  availableTime,
  calls,
  campaignCosts,
  cancellations,
  membershipChanges,
]
