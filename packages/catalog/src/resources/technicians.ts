import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI settings-v2: GET /tenant/{tenant}/technicians, which has no `sort`, and /tenant/{tenant}/export/technicians.
 */
export const technicians = defineResource({
  name: 'technicians',
  type: 'Technician',
  comment:
    'Technicians. Pay, home address and permissions are dropped from full_data unless the tenant keeps them.',
  module: 'settings',
  listPath: 'technicians',
  exportPath: 'export/technicians',
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: {},
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters],
  exportParameters,
  scope: 'tn.stt.technicians:r',
  exampleId: '31000009',
  fields: {
    required: fieldNames(`
      id userId name createdOn modifiedOn dailyGoal isManagedTech active burdenRate commissionRate
      hourlyRate soldByRate status
    `),
    optional: fieldNames(`
      roleIds businessUnitId mainZoneId zoneIds email phoneNumber loginName home licenseType
      customFields aadUserId team jobFilter permissions accountLocked currentValue firstName lastName
      jobId mobilePhone outboundCallerId payrollId payrollProfileId appoitmentId shiftStart shiftEnd
      startDate skills positions location bio memo
    `),
  },
  droppedPaths: ['burdenRate', 'commissionRate', 'hourlyRate', 'soldByRate', 'home', 'permissions'],
  columns: {
    user_id: {
      path: 'userId',
      type: 'bigint',
      comment: "The technician's user account (API: userId).",
      api: 'id',
    },
    name: { path: 'name', type: 'text', comment: 'Full name (API: name).', api: 'text' },
    first_name: { path: 'firstName', type: 'text', comment: 'First name (API: firstName).', api: 'text' },
    last_name: { path: 'lastName', type: 'text', comment: 'Last name (API: lastName).', api: 'text' },
    email: { path: 'email', type: 'text', comment: 'E-mail address (API: email).', api: 'text' },
    phone: { path: 'phoneNumber', type: 'text', comment: 'Phone number (API: phoneNumber).', api: 'text' },
    mobile: {
      path: 'mobilePhone',
      type: 'text',
      comment: 'Mobile phone number (API: mobilePhone).',
      api: 'text',
    },
    login_name: {
      path: 'loginName',
      type: 'text',
      comment: 'Name to log in with (API: loginName).',
      api: 'text',
    },
    business_unit_id: {
      path: 'businessUnitId',
      type: 'bigint',
      comment: 'The business unit (API: businessUnitId).',
      api: 'id',
    },
    team: { path: 'team', type: 'text', comment: 'Name of the team (API: team).', api: 'text' },
    team_id: {
      derivedFrom: 'teams',
      type: 'bigint',
      comment: 'The team, resolved from its name through the teams resource.',
      api: 'id',
    },
    zone_id: {
      path: 'mainZoneId',
      type: 'bigint',
      comment: 'Main dispatch zone (API: mainZoneId).',
      api: 'id',
    },
    zone_ids: {
      path: 'zoneIds',
      type: 'bigint[]',
      comment: 'All dispatch zones (API: zoneIds).',
      api: 'ids',
    },
    skills: {
      path: 'skills',
      type: 'jsonb',
      comment: 'Skills and certifications as an array of {id, name} (API: skills).',
      api: 'json',
    },
    positions: {
      path: 'positions',
      type: 'text[]',
      comment: 'Positions, such as Service or Installer (API: positions).',
      api: 'texts',
    },
    role_ids: { path: 'roleIds', type: 'bigint[]', comment: 'Roles (API: roleIds).', api: 'ids' },
    role: {
      derivedFrom: null,
      type: 'text',
      comment: 'Name of the role, where a resource tells it; not part of the technician record.',
      api: 'text',
    },
    status: {
      path: 'status',
      type: 'text',
      comment: 'Idle, Dispatched, Working or Meal; changes all day long (API: status).',
      api: 'text',
    },
    hire_date: {
      path: 'startDate',
      type: 'date',
      comment: 'First day of work (API: startDate).',
      api: 'date',
    },
    is_managed_tech: {
      path: 'isManagedTech',
      type: 'boolean',
      comment: 'Whether the technician is a managed one (API: isManagedTech).',
      api: 'boolean',
    },
    license_type: {
      path: 'licenseType',
      type: 'text',
      comment: 'NonManagedTech, ManagedTech or ManagedInstaller (API: licenseType).',
      api: 'text',
    },
  },
  derivedFields: {},
  indexes: {
    st_technicians_team_idx: {
      columns: ['tenant_id', 'team'],
      where: 'active AND deleted_at IS NULL',
      queries: ['active technicians of a team'],
    },
    st_technicians_business_unit_idx: {
      columns: ['tenant_id', 'business_unit_id'],
      where: 'active AND deleted_at IS NULL',
      queries: ['active technicians of a business unit'],
    },
    st_technicians_zone_idx: {
      method: 'gin',
      columns: ['zone_ids'],
      where: 'active AND deleted_at IS NULL',
      queries: ['active technicians who serve a zone (zone_ids @>)'],
    },
    st_technicians_skills_idx: {
      method: 'gin',
      columns: [{ column: 'skills', operators: 'jsonb_path_ops' }],
      where: 'active AND deleted_at IS NULL',
      queries: ['active technicians with a skill (skills @>)'],
    },
    st_technicians_email_idx: {
      columns: ['tenant_id', 'lower(email)'],
      queries: ['a technician by e-mail address, whatever the case'],
    },
  },
  relations: {
    appointments: {
      many: 'appointments',
      through: {
        resource: 'appointment-assignments',
        find: 'technician_id',
        take: 'appointment_id',
        only: 'live',
        newestBy: 'assigned_on',
        limit: 100,
      },
      orderBy: '-start_time',
    },
  },
  syncedAfter: ['business-units', 'zones'],
})
