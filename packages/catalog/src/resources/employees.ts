import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI settings-v2: GET /tenant/{tenant}/employees, which has no `sort`, and /tenant/{tenant}/export/employees.
 */
export const employees = defineResource({
  name: 'employees',
  type: 'Employee',
  comment:
    'Employees other than technicians. Pay, home address and permissions are dropped as for technicians.',
  module: 'settings',
  listPath: 'employees',
  exportPath: 'export/employees',
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: {},
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters],
  exportParameters,
  scope: 'tn.stt.employees:r',
  exampleId: '1100007',
  fields: {
    required: fieldNames('id userId name role createdOn modifiedOn active agentId hourlyRate'),
    optional: fieldNames(`
      customFields permissions firstName lastName managerId roleIds businessUnitId email phoneNumber
      loginName aadUserId accountLocked home startDate terminationDate overtimeProfileId
    `),
  },
  droppedPaths: ['hourlyRate', 'home', 'permissions'],
  columns: {
    user_id: {
      path: 'userId',
      type: 'bigint',
      comment: "The employee's user account (API: userId).",
      api: 'id',
    },
    name: { path: 'name', type: 'text', comment: 'Full name (API: name).', api: 'text' },
    first_name: { path: 'firstName', type: 'text', comment: 'First name (API: firstName).', api: 'text' },
    last_name: { path: 'lastName', type: 'text', comment: 'Last name (API: lastName).', api: 'text' },
    email: { path: 'email', type: 'text', comment: 'E-mail address (API: email).', api: 'text' },
    phone: { path: 'phoneNumber', type: 'text', comment: 'Phone number (API: phoneNumber).', api: 'text' },
    login_name: {
      path: 'loginName',
      type: 'text',
      comment: 'Name to log in with (API: loginName).',
      api: 'text',
    },
    role: {
      path: 'role',
      type: 'text',
      comment: 'Built-in role, which the API deprecates in favor of role_ids (API: role).',
      api: 'text',
    },
    role_ids: { path: 'roleIds', type: 'bigint[]', comment: 'Roles (API: roleIds).', api: 'ids' },
    business_unit_id: {
      path: 'businessUnitId',
      type: 'bigint',
      comment: 'The business unit (API: businessUnitId).',
      api: 'id',
    },
    manager_id: { path: 'managerId', type: 'bigint', comment: 'The manager (API: managerId).', api: 'id' },
    hire_date: {
      path: 'startDate',
      type: 'date',
      comment: 'First day of work (API: startDate).',
      api: 'date',
    },
    termination_date: {
      path: 'terminationDate',
      type: 'date',
      comment: 'Last day of work (API: terminationDate).',
      api: 'date',
    },
    account_locked: {
      path: 'accountLocked',
      type: 'boolean',
      comment: 'Whether the account is locked (API: accountLocked).',
      api: 'boolean',
    },
  },
  derivedFields: {},
  indexes: {},
  relations: {},
  syncedAfter: ['business-units'],
})
