import { assigned, many } from '../resource-definition/include.ts'
import { defineResource } from '../resource-definition/resource.ts'

export const technicians = defineResource({
  name: 'technicians',
  type: 'Technician',
  table: 'st_technicians',
  fields: {
    name: 'text',
    firstName: 'text',
    lastName: 'text',
    email: 'text',
    phone: 'text',
    mobile: 'text',
    loginName: 'text',
    userId: 'id',
    businessUnitId: 'id',
    team: 'text',
    teamId: 'id',
    zoneId: 'id',
    zoneIds: 'ids',
    skills: 'json',
    positions: 'texts',
    roleIds: 'ids',
    role: 'text',
    status: 'text',
    hireDate: 'date',
    isManagedTech: 'boolean',
    licenseType: 'text',
  },
  paths: [
    { at: 'businessUnitId', only: 'live', index: 'st_technicians_business_unit_idx' },
    { at: 'team', only: 'live', index: 'st_technicians_team_idx' },
  ],
  narrow: [],
  includes: {
    // The most recent assignments, of which a technician may have many thousands.
    appointments: many('appointments', 'st_id', {
      keys: assigned('appointment_id', 'technician_id', 'assigned_on', 100),
      orderBy: '-startTime',
    }),
  },
})
