import type { MigrationBuilder } from 'node-pg-migrate'
import { createCacheTable, dropCacheTable } from '../src/authoring/v1/cache-table.ts'

export const allow = [
  {
    rule: 'prefer-bigint-over-int',
    reason: 'appointment_count and duration count appointments and minutes of one job',
  },
]

export function up(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
    name: 'st_jobs',
    comment:
      'Jobs. full_data also carries technicianAssignments, an array kept by the sync from the appointment assignments.',
    columns: {
      job_number: ['text', 'The number people know the job by (API: jobNumber).'],
      customer_id: ['bigint', 'The customer (API: customerId).'],
      location_id: ['bigint', 'Where the work is done (API: locationId).'],
      project_id: ['bigint', 'The project that the job is part of (API: projectId).'],
      business_unit_id: ['bigint', 'The business unit (API: businessUnitId).'],
      job_type_id: ['bigint', 'The job type (API: jobTypeId).'],
      campaign_id: ['bigint', 'The marketing campaign (API: campaignId).'],
      status: [
        'text',
        'Scheduled, Dispatched, InProgress, Hold, Completed or Canceled; the API may add others (API: jobStatus).',
      ],
      priority: ['text', 'Low, Normal, High or Urgent (API: priority).'],
      summary: ['text', 'What is to be done, as HTML (API: summary).'],
      completed_on: ['timestamptz', 'When the job was completed (API: completedOn).'],
      total: ['numeric', "Revenue of the job in the tenant's currency (API: total)."],
      invoice_id: ['bigint', 'The invoice (API: invoiceId).'],
      sold_by_id: ['bigint', 'The technician who sold the job (API: soldById).'],
      no_charge: ['boolean', 'Whether the job is free of charge (API: noCharge).'],
      appointment_count: ['integer', 'Number of appointments (API: appointmentCount).'],
      first_appointment_id: ['bigint', 'The first appointment (API: firstAppointmentId).'],
      last_appointment_id: ['bigint', 'The last appointment (API: lastAppointmentId).'],
      tag_type_ids: ['bigint[]', 'Tags on the job (API: tagTypeIds).'],
      scheduled_start: ['timestamptz', "Derived: the earliest start of the job's live appointments."],
      scheduled_end: ['timestamptz', "Derived: the latest end of the job's live appointments."],
      actual_start: ['timestamptz', 'When work began; NULL until a resource that tells it is synced.'],
      actual_end: ['timestamptz', 'When work ended; NULL until a resource that tells it is synced.'],
      duration: ['integer', 'Derived: minutes from scheduled_start to scheduled_end.'],
    },
    indexes: [
      {
        name: 'st_jobs_customer_idx',
        columns: ['tenant_id', 'customer_id', 'created_on'],
        query: 'the jobs of a customer, newest first',
      },
      {
        name: 'st_jobs_location_idx',
        columns: ['tenant_id', 'location_id', 'created_on'],
        query: 'the jobs at a location, newest first',
      },
      { name: 'st_jobs_number_idx', columns: ['tenant_id', 'job_number'], query: 'a job by its number' },
      {
        name: 'st_jobs_status_idx',
        columns: ['tenant_id', 'status', 'created_on'],
        query: 'the jobs in a status, newest first',
      },
      {
        name: 'st_jobs_created_idx',
        columns: ['tenant_id', 'created_on'],
        include: ['business_unit_id', 'job_type_id', 'campaign_id'],
        where: 'deleted_at IS NULL',
        query: 'jobs created in a period, by business unit, job type or campaign',
      },
      {
        name: 'st_jobs_completed_idx',
        columns: ['tenant_id', 'completed_on'],
        include: ['business_unit_id', 'job_type_id', 'campaign_id'],
        where: 'completed_on IS NOT NULL AND deleted_at IS NULL',
        query: 'jobs completed in a period, by business unit, job type or campaign',
      },
    ],
  })
}

export function down(pgm: MigrationBuilder): void {
  dropCacheTable(pgm, 'st_jobs')
}
