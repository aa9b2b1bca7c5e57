import { exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI jpm-v2: GET /tenant/{tenant}/appointments and /tenant/{tenant}/export/appointments.
 * The export says that it returns all records by default; `active=Any` keeps that true if the default moves.
 */
export const appointments: Resource = {
  name: 'appointments',
  module: 'jpm',
  listPath: 'appointments',
  exportPath: 'export/appointments',
  listParams: { active: 'Any' },
  exportParams: { active: 'Any' },
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort'],
  exportParameters: ['active', ...exportParameters],
  scope: 'tn.jpm.appointments:r',
  fields: {
    required: fieldNames(`
      id jobId start end status createdOn modifiedOn customerId unused createdById isConfirmed active
    `),
    optional: fieldNames(`
      appointmentSummaries appointmentNumber arrivalWindowStart arrivalWindowEnd specialInstructions
    `),
  },
}
