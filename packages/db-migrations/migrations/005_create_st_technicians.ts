import type { MigrationBuilder } from 'node-pg-migrate'
import { createCacheTable, dropCacheTable } from '../src/authoring/v1/cache-table.ts'

const live = 'active AND deleted_at IS NULL'

export function up(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
    name: 'st_technicians',
    comment:
      'Technicians. Pay, home address and permissions are dropped from full_data unless the tenant keeps them.',
    columns: {
      user_id: ['bigint', "The technician's user account (API: userId)."],
      name: ['text', 'Full name (API: name).'],
      first_name: ['text', 'First name (API: firstName).'],
      last_name: ['text', 'Last name (API: lastName).'],
      email: ['text', 'E-mail address (API: email).'],
      phone: ['text', 'Phone number (API: phoneNumber).'],
      mobile: ['text', 'Mobile phone number (API: mobilePhone).'],
      login_name: ['text', 'Name to log in with (API: loginName).'],
      business_unit_id: ['bigint', 'The business unit (API: businessUnitId).'],
      team: ['text', 'Name of the team (API: team).'],
      team_id: ['bigint', 'The team, resolved from its name through the teams resource.'],
      zone_id: ['bigint', 'Main dispatch zone (API: mainZoneId).'],
      zone_ids: ['bigint[]', 'All dispatch zones (API: zoneIds).'],
      skills: ['jsonb', 'Skills and certifications as an array of {id, name} (API: skills).'],
      positions: ['text[]', 'Positions, such as Service or Installer (API: positions).'],
      role_ids: ['bigint[]', 'Roles (API: roleIds).'],
      role: ['text', 'Name of the role, where a resource tells it; not part of the technician record.'],
      status: ['text', 'Idle, Dispatched, Working or Meal; changes all day long (API: status).'],
      hire_date: ['date', 'First day of work (API: startDate).'],
      is_managed_tech: ['boolean', 'Whether the technician is a managed one (API: isManagedTech).'],
      license_type: ['text', 'NonManagedTech, ManagedTech or ManagedInstaller (API: licenseType).'],
    },
    indexes: [
      {
        name: 'st_technicians_team_idx',
        columns: ['tenant_id', 'team'],
        where: live,
        query: 'active technicians of a team',
      },
      {
        name: 'st_technicians_business_unit_idx',
        columns: ['tenant_id', 'business_unit_id'],
        where: live,
        query: 'active technicians of a business unit',
      },
      {
        name: 'st_technicians_zone_idx',
        method: 'gin',
        columns: ['zone_ids'],
        where: live,
        query: 'active technicians who serve a zone (zone_ids @>)',
      },
      {
        name: 'st_technicians_skills_idx',
        method: 'gin',
        columns: [{ name: 'skills', opclass: { name: 'jsonb_path_ops' } }],
        where: live,
        query: 'active technicians with a skill (skills @>)',
      },
      {
        name: 'st_technicians_email_idx',
        columns: ['tenant_id', 'lower(email)'],
        query: 'a technician by e-mail address, whatever the case',
      },
    ],
  })
}

export function down(pgm: MigrationBuilder): void {
  dropCacheTable(pgm, 'st_technicians')
}
