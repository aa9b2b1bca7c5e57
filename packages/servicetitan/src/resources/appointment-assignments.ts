import { exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI dispatch-v2: GET /tenant/{tenant}/appointment-assignments and /tenant/{tenant}/export/appointment-assignments.
 * Both hide inactive records unless asked, the export too: without `active=Any` an unassigned technician stays assigned.
 */
export const appointmentAssignments: Resource = {
  name: 'appointment-assignments',
  module: 'dispatch',
  listPath: 'appointment-assignments',
  exportPath: 'export/appointment-assignments',
  listParams: { active: 'Any' },
  exportParams: { active: 'Any' },
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort'],
  exportParameters: ['active', ...exportParameters],
  scope: 'tn.dis.appointmentassignments:r',
  fields: {
    required: fieldNames(`
      id technicianId technicianName assignedById assignedOn status isPaused jobId appointmentId
      createdOn modifiedOn active
    `),
    optional: [],
  },
}
