import { exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI settings-v2: GET /tenant/{tenant}/employees, which has no `sort`, and /tenant/{tenant}/export/employees.
 */
export const employees: Resource = {
  name: 'employees',
  module: 'settings',
  listPath: 'employees',
  exportPath: 'export/employees',
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: {},
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters],
  exportParameters,
  scope: 'tn.stt.employees:r',
  fields: {
    required: fieldNames('id userId name role createdOn modifiedOn active agentId hourlyRate'),
    optional: fieldNames(`
      customFields permissions firstName lastName managerId roleIds businessUnitId email phoneNumber
      loginName aadUserId accountLocked home startDate terminationDate overtimeProfileId
    `),
  },
}
