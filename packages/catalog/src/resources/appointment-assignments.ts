import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI dispatch-v2: GET /tenant/{tenant}/appointment-assignments and /tenant/{tenant}/export/appointment-assignments.
 * Both omit inactive records by default: without `active=Any`, an unassigned technician would stay assigned.
 */
export const appointmentAssignments = defineResource({
  name: 'appointment-assignments',
  type: 'AppointmentAssignment',
  comment: 'Appointment assignments: one row for each technician of each appointment.',
  module: 'dispatch',
  listPath: 'appointment-assignments',
  exportPath: 'export/appointment-assignments',
  listParams: { active: 'Any' },
  exportParams: { active: 'Any' },
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort', 'appointmentIds', 'jobId'],
  exportParameters: ['active', ...exportParameters],
  scope: 'tn.dis.appointmentassignments:r',
  exampleId: '71000002',
  fields: {
    required: fieldNames(`
      id technicianId technicianName assignedById assignedOn status isPaused jobId appointmentId
      createdOn modifiedOn active
    `),
    optional: [],
  },
  droppedPaths: [],
  columns: {
    appointment_id: {
      path: 'appointmentId',
      type: 'bigint',
      comment: 'The appointment (API: appointmentId).',
      api: 'id',
    },
    job_id: { path: 'jobId', type: 'bigint', comment: 'The job of the appointment (API: jobId).', api: 'id' },
    technician_id: {
      path: 'technicianId',
      type: 'bigint',
      comment: 'The technician (API: technicianId).',
      api: 'id',
    },
    technician_name: {
      path: 'technicianName',
      type: 'text',
      comment: "The technician's name (API: technicianName).",
      api: 'text',
    },
    assigned_by_id: {
      path: 'assignedById',
      type: 'bigint',
      comment: 'The user who made the assignment (API: assignedById).',
      api: 'id',
    },
    assigned_on: {
      path: 'assignedOn',
      type: 'timestamptz',
      comment: 'When it was made (API: assignedOn).',
      api: 'instant',
    },
    status: {
      path: 'status',
      type: 'text',
      comment: 'Scheduled, Dispatched, Working or Done; the API may add others (API: status).',
      api: 'text',
    },
    is_paused: {
      path: 'isPaused',
      type: 'boolean',
      comment: 'Whether the technician has paused the work (API: isPaused).',
      api: 'boolean',
    },
  },
  derivedFields: {},
  indexes: {
    st_appointment_assignments_appointment_idx: {
      columns: ['tenant_id', 'appointment_id'],
      queries: ['the assignments of an appointment'],
    },
    st_appointment_assignments_job_idx: {
      columns: ['tenant_id', 'job_id'],
      queries: ['the assignments of a job'],
    },
    st_appointment_assignments_technician_idx: {
      columns: ['tenant_id', 'technician_id', 'assigned_on'],
      queries: ['the assignments of a technician, newest first'],
    },
  },
  relations: {
    appointment: { one: 'appointments', by: 'appointment_id' },
    job: { one: 'jobs', by: 'job_id' },
    technician: { one: 'technicians', by: 'technician_id' },
  },
  syncedAfter: ['technicians', 'locations'],
})
