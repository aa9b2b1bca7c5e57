import {
  defineResource,
  exportParameters,
  externalDataFilters,
  fieldNames,
  listParameters,
} from '../resource.ts'

/**
 * OpenAPI jpm-v2: GET /tenant/{tenant}/jobs and /tenant/{tenant}/export/jobs.
 * The list has no `active` parameter; `active` is a field of the export's records only.
 */
export const jobs = defineResource({
  name: 'jobs',
  type: 'Job',
  comment:
    'Jobs. full_data also carries technicianAssignments, an array kept by the sync from the appointment assignments.',
  module: 'jpm',
  listPath: 'jobs',
  exportPath: 'export/jobs',
  recordById: true,
  listParams: {},
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['ids', ...listParameters, 'sort', ...externalDataFilters],
  exportParameters,
  scope: 'tn.jpm.jobs:r',
  exampleId: '51000115',
  fields: {
    required: fieldNames(`
      customFields externalData id jobNumber customerId locationId jobStatus businessUnitId jobTypeId
      priority campaignId appointmentCount firstAppointmentId lastAppointmentId noCharge
      notificationsEnabled createdOn createdById modifiedOn tagTypeIds customerPo invoiceId
      estimateIds equipmentIds active
    `),
    optional: fieldNames(`
      summary summaryOfWork projectId completedOn recallForId warrantyId jobGeneratedLeadSource
      leadCallId partnerLeadCallId bookingId soldById membershipId total createdFromEstimateId
      isAutoDispatched
    `),
  },
  // Measured on the live API by a third party, on some accounts; the reason is not known.
  blankInFeed: ['recallForId', 'warrantyId'],
  droppedPaths: [],
  columns: {
    job_number: {
      path: 'jobNumber',
      type: 'text',
      comment: 'The number people know the job by (API: jobNumber).',
      api: 'text',
    },
    customer_id: {
      path: 'customerId',
      type: 'bigint',
      comment: 'The customer (API: customerId).',
      api: 'id',
    },
    location_id: {
      path: 'locationId',
      type: 'bigint',
      comment: 'Where the work is done (API: locationId).',
      api: 'id',
    },
    project_id: {
      path: 'projectId',
      type: 'bigint',
      comment: 'The project that the job is part of (API: projectId).',
      api: 'id',
    },
    business_unit_id: {
      path: 'businessUnitId',
      type: 'bigint',
      comment: 'The business unit (API: businessUnitId).',
      api: 'id',
    },
    job_type_id: { path: 'jobTypeId', type: 'bigint', comment: 'The job type (API: jobTypeId).', api: 'id' },
    campaign_id: {
      path: 'campaignId',
      type: 'bigint',
      comment: 'The marketing campaign (API: campaignId).',
      api: 'id',
    },
    status: {
      path: 'jobStatus',
      type: 'text',
      comment:
        'Scheduled, Dispatched, InProgress, Hold, Completed or Canceled; the API may add others (API: jobStatus).',
      api: 'text',
    },
    priority: {
      path: 'priority',
      type: 'text',
      comment: 'Low, Normal, High or Urgent (API: priority).',
      api: 'text',
    },
    summary: {
      path: 'summary',
      type: 'text',
      comment: 'What is to be done, as HTML (API: summary).',
      api: 'text',
    },
    completed_on: {
      path: 'completedOn',
      type: 'timestamptz',
      comment: 'When the job was completed (API: completedOn).',
      api: 'instant',
    },
    total: {
      path: 'total',
      type: 'numeric',
      comment: "Revenue of the job in the tenant's currency (API: total).",
      api: 'decimal',
    },
    invoice_id: { path: 'invoiceId', type: 'bigint', comment: 'The invoice (API: invoiceId).', api: 'id' },
    sold_by_id: {
      path: 'soldById',
      type: 'bigint',
      comment: 'The technician who sold the job (API: soldById).',
      api: 'id',
    },
    no_charge: {
      path: 'noCharge',
      type: 'boolean',
      comment: 'Whether the job is free of charge (API: noCharge).',
      api: 'boolean',
    },
    appointment_count: {
      path: 'appointmentCount',
      type: 'integer',
      comment: 'Number of appointments (API: appointmentCount).',
      api: 'integer',
    },
    first_appointment_id: {
      path: 'firstAppointmentId',
      type: 'bigint',
      comment: 'The first appointment (API: firstAppointmentId).',
      api: 'id',
    },
    last_appointment_id: {
      path: 'lastAppointmentId',
      type: 'bigint',
      comment: 'The last appointment (API: lastAppointmentId).',
      api: 'id',
    },
    tag_type_ids: {
      path: 'tagTypeIds',
      type: 'bigint[]',
      comment: 'Tags on the job (API: tagTypeIds).',
      api: 'ids',
    },
    scheduled_start: {
      derivedFrom: 'appointments',
      type: 'timestamptz',
      comment: "Derived: the earliest start of the job's live appointments.",
      api: 'instant',
    },
    scheduled_end: {
      derivedFrom: 'appointments',
      type: 'timestamptz',
      comment: "Derived: the latest end of the job's live appointments.",
      api: 'instant',
    },
    actual_start: {
      derivedFrom: null,
      type: 'timestamptz',
      comment: 'When work began; NULL until a resource that tells it is synced.',
      api: 'instant',
    },
    actual_end: {
      derivedFrom: null,
      type: 'timestamptz',
      comment: 'When work ended; NULL until a resource that tells it is synced.',
      api: 'instant',
    },
    duration: {
      derivedFrom: 'appointments',
      type: 'integer',
      comment: 'Derived: minutes from scheduled_start to scheduled_end.',
      api: 'integer',
    },
  },
  derivedFields: { technicianAssignments: 'appointment-assignments' },
  indexes: {
    st_jobs_customer_idx: {
      columns: ['tenant_id', 'customer_id', 'created_on'],
      queries: ['the jobs of a customer, newest first'],
    },
    st_jobs_location_idx: {
      columns: ['tenant_id', 'location_id', 'created_on'],
      queries: ['the jobs at a location, newest first'],
    },
    st_jobs_number_idx: { columns: ['tenant_id', 'job_number'], queries: ['a job by its number'] },
    st_jobs_status_idx: {
      columns: ['tenant_id', 'status', 'created_on'],
      queries: ['the jobs in a status, newest first'],
    },
    st_jobs_created_idx: {
      columns: ['tenant_id', 'created_on'],
      include: ['business_unit_id', 'job_type_id', 'campaign_id'],
      where: 'deleted_at IS NULL',
      queries: ['jobs created in a period, by business unit, job type or campaign'],
    },
    st_jobs_completed_idx: {
      columns: ['tenant_id', 'completed_on'],
      include: ['business_unit_id', 'job_type_id', 'campaign_id'],
      where: 'completed_on IS NOT NULL AND deleted_at IS NULL',
      queries: ['jobs completed in a period, by business unit, job type or campaign'],
    },
  },
  relations: {
    location: { one: 'locations', by: 'location_id' },
    customer: { one: 'customers', by: 'customer_id' },
    appointments: { many: 'appointments', find: 'job_id', orderBy: 'start_time' },
    technicians: {
      many: 'technicians',
      through: {
        resource: 'appointment-assignments',
        find: 'job_id',
        take: 'technician_id',
        only: 'live',
        newestBy: 'st_id',
        limit: 200,
      },
    },
    invoice: { one: 'invoices', by: 'invoice_id' },
  },
  syncedAfter: ['customers', 'locations', 'job-types', 'business-units', 'campaigns'],
})
