import { defineResource } from '../resource-definition/resource.ts'

export const employees = defineResource({
  name: 'employees',
  type: 'Employee',
  table: 'st_employees',
  fields: {
    name: 'text',
    firstName: 'text',
    lastName: 'text',
    email: 'text',
    phone: 'text',
    loginName: 'text',
    userId: 'id',
    managerId: 'id',
    businessUnitId: 'id',
    role: 'text',
    roleIds: 'ids',
    hireDate: 'date',
    terminationDate: 'date',
    accountLocked: 'boolean',
  },
  paths: [],
  narrow: [],
  includes: {},
})
