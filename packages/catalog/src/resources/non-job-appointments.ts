import { defineResource, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI dispatch-v2: GET /tenant/{tenant}/non-job-appointments; there is no export feed. Without `activeOnly` the list
 * includes inactive ones.
 */
export const nonJobAppointments = defineResource({
  name: 'non-job-appointments',
  type: 'NonJobAppointment',
  comment: 'What technicians do that is no job, such as meetings and training.',
  module: 'dispatch',
  listPath: 'non-job-appointments',
  exportPath: null,
  recordById: true,
  listParams: {},
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['ids', ...listParameters, 'sort'],
  exportParameters: [],
  scope: 'tn.dis.nonjobappointments:r',
  exampleId: '43000002',
  fields: {
    required: fieldNames(`
      id technicianId start name duration timesheetCodeId summary clearDispatchBoard
      clearTechnicianView removeTechnicianFromCapacityPlanning allDay showOnTechnicianSchedule
      active createdOn modifiedOn createdById
    `),
    optional: [],
  },
  droppedPaths: [],
  columns: {
    technician_id: {
      path: 'technicianId',
      type: 'bigint',
      comment: 'The technician (API: technicianId).',
      api: 'id',
    },
    name: { path: 'name', type: 'text', comment: 'Name (API: name).', api: 'text' },
    starts_on: {
      path: 'start',
      type: 'timestamptz',
      comment: 'When it begins (API: start).',
      api: 'instant',
    },
    duration: {
      path: 'duration',
      type: 'text',
      comment: 'How long it lasts, as [days.]hours:minutes:seconds (API: duration).',
      api: 'text',
    },
    all_day: {
      path: 'allDay',
      type: 'boolean',
      comment: 'Whether it lasts the whole day (API: allDay).',
      api: 'boolean',
    },
    timesheet_code_id: {
      path: 'timesheetCodeId',
      type: 'bigint',
      comment: 'The timesheet code (API: timesheetCodeId).',
      api: 'id',
    },
    created_by_id: {
      path: 'createdById',
      type: 'bigint',
      comment: 'The user who created it (API: createdById).',
      api: 'id',
    },
  },
  derivedFields: {},
  indexes: {
    st_non_job_appointments_technician_idx: {
      columns: ['tenant_id', 'technician_id', 'starts_on'],
      queries: ['the non-job appointments of a technician, in order'],
    },
  },
  relations: {
    technician: { one: 'technicians', by: 'technician_id' },
  },
  syncedAfter: ['technicians'],
})
