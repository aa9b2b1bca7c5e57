import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI payroll-v2: GET /tenant/{tenant}/jobs/timesheets, which has no `ids` parameter, and
 * /tenant/{tenant}/export/jobs/timesheets. They hold no pay.
 */
export const jobTimesheets = defineResource({
  name: 'job-timesheets',
  type: 'JobTimesheet',
  comment: 'When technicians were dispatched to visits, arrived and were done.',
  module: 'payroll',
  listPath: 'jobs/timesheets',
  exportPath: 'export/jobs/timesheets',
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.prl.jobs:r',
  exampleId: '210000012',
  fields: {
    required: fieldNames(`
      id jobId appointmentId technicianId createdOn modifiedOn active
    `),
    optional: fieldNames(`
      dispatchedOn arrivedOn canceledOn doneOn
    `),
  },
  droppedPaths: [],
  columns: {
    job_id: { path: 'jobId', type: 'bigint', comment: 'The job (API: jobId).', api: 'id' },
    appointment_id: {
      path: 'appointmentId',
      type: 'bigint',
      comment: 'The appointment (API: appointmentId).',
      api: 'id',
    },
    technician_id: {
      path: 'technicianId',
      type: 'bigint',
      comment: 'The technician (API: technicianId).',
      api: 'id',
    },
    dispatched_on: {
      path: 'dispatchedOn',
      type: 'timestamptz',
      comment: 'When the technician was dispatched (API: dispatchedOn).',
      api: 'instant',
    },
    arrived_on: {
      path: 'arrivedOn',
      type: 'timestamptz',
      comment: 'When the technician arrived (API: arrivedOn).',
      api: 'instant',
    },
    canceled_on: {
      path: 'canceledOn',
      type: 'timestamptz',
      comment: 'When the dispatch was canceled (API: canceledOn).',
      api: 'instant',
    },
    done_on: {
      path: 'doneOn',
      type: 'timestamptz',
      comment: 'When the technician was done (API: doneOn).',
      api: 'instant',
    },
  },
  derivedFields: {},
  indexes: {
    st_job_timesheets_job_idx: { columns: ['tenant_id', 'job_id'], queries: ['the timesheets of a job'] },
    st_job_timesheets_appointment_idx: {
      columns: ['tenant_id', 'appointment_id'],
      queries: ['the timesheets of an appointment'],
    },
  },
  relations: {
    job: { one: 'jobs', by: 'job_id' },
    appointment: { one: 'appointments', by: 'appointment_id' },
    technician: { one: 'technicians', by: 'technician_id' },
  },
  syncedAfter: ['appointments', 'jobs', 'technicians'],
})
