import type { MigrationBuilder } from 'node-pg-migrate'
import { createFactTable, type FactTable, orNone } from '../src/authoring/v2/fact-table.ts'

export const allow = [{ rule: 'prefer-bigint-over-int', reason: 'a visit has at most 44,640 minutes' }]

export function up(pgm: MigrationBuilder): void {
  for (const fact of facts) createFactTable(pgm, fact)
}

export function down(pgm: MigrationBuilder): void {
  for (const { name } of facts.toReversed()) pgm.dropTable({ schema: 'analytics', name })
}

const visits: FactTable = {
  name: 'visits',
  comment: 'Facts of appointments: one row for each appointment that exists and is active.',
  key: 'appointment_id',
  of: 'appointments',
  columns: {
    job_id: ['uuid', orNone('The job')],
    start_day: ['date', "The day on which it starts, in the tenant's time zone."],
    is_done: ['boolean', 'Whether its status is Done.'],
    is_canceled: ['boolean', 'Whether its status is Canceled.'],
  },
  optional: ['start_day'],
  indexes: [
    {
      name: 'visits_start_day_idx',
      columns: ['tenant_id', 'start_day'],
      include: ['is_done', 'is_canceled'],
      query: 'metrics of the visits of a period',
    },
    {
      name: 'visits_job_idx',
      columns: ['tenant_id', 'job_id'],
      query: 'the visits of a job',
    },
  ],
}

const technicianVisits: FactTable = {
  name: 'technician_visits',
  comment: 'Facts of assignments that are booked: one row for each local day that the appointment touches.',
  key: 'assignment_id',
  parts: ['day'],
  of: 'appointment_assignments',
  columns: {
    day: ['date', "The day, in the tenant's time zone."],
    job_id: ['uuid', orNone('The job')],
    technician_id: ['uuid', orNone('The technician')],
    minutes: ['integer', 'Minutes of the appointment on that day.'],
  },
  optional: [],
  indexes: [
    {
      name: 'technician_visits_day_idx',
      columns: ['tenant_id', 'day', 'technician_id'],
      include: ['minutes'],
      query: 'the booked minutes of a period, by technician',
    },
    {
      name: 'technician_visits_job_idx',
      columns: ['tenant_id', 'job_id'],
      query: 'who is booked for a job',
    },
  ],
}

const technicianJobs: FactTable = {
  name: 'technician_jobs',
  comment:
    'Facts of jobs by technician: one row for each technician who is booked for it. Their revenues add up to that of the job.',
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
    revenue: [
      'numeric',
      "The technician's share of the job's revenue, to the cent; NULL: not known, as ServiceTitan lacks the job.",
    ],
  },
  optional: ['completed_day', 'revenue'],
  indexes: [
    {
      name: 'technician_jobs_day_idx',
      columns: ['tenant_id', 'completed_day', 'technician_id'],
      include: ['revenue', 'business_unit_id', 'job_type_id', 'campaign_id', 'job_id'],
      where: 'is_completed',
      query: 'metrics of the technicians of the jobs completed in a period',
    },
  ],
}

const estimates: FactTable = {
  name: 'estimates',
  comment: 'Facts of estimates: one row for each estimate that exists and is active.',
  key: 'estimate_id',
  of: 'estimates',
  columns: {
    job_id: ['uuid', orNone('The job')],
    customer_id: ['uuid', orNone('The customer')],
    business_unit_id: ['uuid', orNone('The business unit')],
    job_type_id: ['uuid', orNone("The job's type")],
    campaign_id: ['uuid', orNone("The job's campaign")],
    sold_by_id: ['uuid', orNone('The technician who sold it')],
    created_day: ['date', "The day on which it was created, in the tenant's time zone."],
    sold_day: [
      'date',
      "The day on which it was sold, in the tenant's time zone; of a sold one without, the day of its creation.",
    ],
    is_sold: ['boolean', 'Whether its status is Sold.'],
    is_dismissed: ['boolean', 'Whether its status is Dismissed.'],
    subtotal: ['numeric', "Sum before tax, in the tenant's currency."],
  },
  optional: ['created_day', 'sold_day'],
  indexes: [
    {
      name: 'estimates_created_day_idx',
      columns: ['tenant_id', 'created_day'],
      include: ['business_unit_id', 'job_type_id', 'campaign_id', 'sold_by_id', 'is_sold'],
      query: 'metrics of the estimates created in a period',
    },
    {
      name: 'estimates_sold_day_idx',
      columns: ['tenant_id', 'sold_day'],
      include: ['business_unit_id', 'job_type_id', 'campaign_id', 'sold_by_id', 'subtotal'],
      where: 'is_sold',
      query: 'metrics of the estimates sold in a period',
    },
    {
      name: 'estimates_job_idx',
      columns: ['tenant_id', 'job_id'],
      query: 'the estimates of a job',
    },
  ],
}

const paymentApplications: FactTable = {
  name: 'payment_applications',
  comment: 'Facts of payments: one row for each invoice that an active payment is applied to.',
  key: 'payment_id',
  parts: ['position'],
  of: 'payments',
  columns: {
    position: ['integer', 'Its place among those of the payment, from 1.'],
    invoice_id: ['uuid', orNone('The invoice')],
    applied_day: ['date', 'The day on which it was applied; else that of the payment.'],
    amount: ['numeric', "The amount that is applied, in the tenant's currency."],
  },
  optional: ['applied_day'],
  indexes: [
    {
      name: 'payment_applications_invoice_idx',
      columns: ['tenant_id', 'invoice_id'],
      include: ['applied_day', 'amount'],
      query: 'what was paid of an invoice until a day',
    },
  ],
}

/** In the order in which they are computed. */
const facts = [visits, technicianVisits, technicianJobs, estimates, paymentApplications]
