import type { MigrationBuilder } from 'node-pg-migrate'
import { createLaziTable, type LaziTable } from '../src/authoring/v2/lazi-table.ts'

export function up(pgm: MigrationBuilder): void {
  for (const table of tables) createLaziTable(pgm, table)
}

export function down(pgm: MigrationBuilder): void {
  for (const { name } of tables.toReversed()) pgm.dropTable({ schema: 'lazi', name })
}

const tagTypes: LaziTable = {
  name: 'tag_types',
  comment: 'Tag types: what tag_type_ids of other tables refer to.',
  columns: {
    name: ['text', 'Name of the tag.'],
    code: ['text', 'Short code.'],
    color: ['text', 'Color as hexadecimal digits.'],
    importance: ['text', 'Medium, High or NULL.'],
    is_conversion_opportunity: ['boolean', 'Whether a tagged job is an opportunity.'],
    is_visible_on_dispatch_board: ['boolean', 'Whether the board shows it.'],
  },
  references: {},
  indexes: [],
}

const businessUnits: LaziTable = {
  name: 'business_units',
  comment: 'Business units: the parts of a company that jobs, technicians and invoices belong to.',
  columns: {
    name: ['text', 'Name within the company.'],
    official_name: ['text', 'Name that customers see.'],
    email: ['text', 'E-mail address.'],
    phone: ['text', 'Phone number.'],
    currency: ['text', 'Currency code, such as USD.'],
    default_tax_rate: ['numeric', 'Tax rate of taxable items.'],
    trade_st_id: ['bigint', "The trade: ServiceTitan's id."],
    trade_name: ['text', 'Name of the trade.'],
    division_st_id: ['bigint', "The division: ServiceTitan's id."],
    division_name: ['text', 'Name of the division.'],
    account_code: ['text', 'Account code for accounting.'],
    tag_type_ids: ['uuid[]', 'Tags put on its jobs.'],
  },
  references: {},
  indexes: [],
}

const jobTypes: LaziTable = {
  name: 'job_types',
  comment: 'Job types.',
  columns: {
    name: ['text', 'Name of the job type.'],
    class: ['text', 'Group of job types.'],
    priority: ['text', 'Priority of its jobs.'],
    duration: ['bigint', "Usual length of a job in the API's unit, seconds as its filters say."],
    sold_threshold: ['numeric', 'Subtotal from which a job counts as sold.'],
    no_charge: ['boolean', 'Whether its jobs are free of charge.'],
    business_unit_ids: ['uuid[]', 'Business units that do it.'],
    tag_type_ids: ['uuid[]', 'Tags put on its jobs.'],
    skills: ['text[]', 'Skills that it takes.'],
  },
  references: {},
  indexes: [],
}

const campaigns: LaziTable = {
  name: 'campaigns',
  comment: 'Marketing campaigns: where jobs come from.',
  columns: {
    name: ['text', 'Name of the campaign.'],
    category_st_id: ['bigint', "The category: ServiceTitan's id."],
    category_name: ['text', 'Name of the category.'],
    source_name: ['text', 'Source, such as Google.'],
    other_source: ['text', 'Source in own words.'],
    medium: ['text', 'Medium.'],
    other_medium: ['text', 'Medium in own words.'],
    business_unit: ['text', 'Name of the business unit.'],
    is_default: ['boolean', 'Whether it is the default campaign.'],
    phone_numbers: ['text[]', 'Phone numbers that tell the campaign.'],
  },
  references: {},
  indexes: [],
}

const zones: LaziTable = {
  name: 'zones',
  comment: 'Dispatch zones.',
  columns: {
    name: ['text', 'Name of the zone.'],
    zips: ['text[]', 'Postal codes in the zone.'],
    cities: ['text[]', 'Cities in the zone.'],
    territory_numbers: ['text[]', 'Territory numbers.'],
    service_days_enabled: ['boolean', 'Whether the zone is served on some days only.'],
    service_days: ['text[]', 'Those days.'],
    business_unit_ids: ['uuid[]', 'Business units that serve it.'],
    technician_ids: ['uuid[]', 'Technicians who serve it.'],
    created_by_st_id: ['bigint', "The user who created the record: ServiceTitan's id."],
  },
  references: {},
  indexes: [],
}

const teams: LaziTable = {
  name: 'teams',
  comment: 'Teams of technicians; a technician names the team and not its id.',
  columns: {
    name: ['text', 'Name of the team.'],
    created_by_st_id: ['bigint', "The user who created the record: ServiceTitan's id."],
  },
  references: {},
  indexes: [],
}

const jobCancelReasons: LaziTable = {
  name: 'job_cancel_reasons',
  comment: 'Reasons for which jobs are cancelled.',
  columns: {
    name: ['text', 'Name of the reason.'],
  },
  references: {},
  indexes: [],
}

const jobHoldReasons: LaziTable = {
  name: 'job_hold_reasons',
  comment: 'Reasons for which jobs are put on hold.',
  columns: {
    name: ['text', 'Name of the reason.'],
  },
  references: {},
  indexes: [],
}

const employees: LaziTable = {
  name: 'employees',
  comment:
    'Employees other than technicians. Pay, home address and permissions are dropped as for technicians.',
  columns: {
    user_st_id: ['bigint', "The employee's user account: ServiceTitan's id."],
    name: ['text', 'Full name.'],
    first_name: ['text', 'First name.'],
    last_name: ['text', 'Last name.'],
    email: ['text', 'E-mail address.'],
    phone: ['text', 'Phone number.'],
    login_name: ['text', 'Name to log in with.'],
    role: ['text', 'Built-in role, which the API deprecates in favor of role_ids.'],
    role_st_ids: ['bigint[]', "Roles: ServiceTitan's ids."],
    business_unit_id: ['uuid', 'The business unit.'],
    manager_id: ['uuid', 'The manager.'],
    hire_date: ['date', 'First day of work.'],
    termination_date: ['date', 'Last day of work.'],
    account_locked: ['boolean', 'Whether the account is locked.'],
  },
  references: { business_unit_id: 'business_units', manager_id: 'employees' },
  indexes: [],
}

const technicians: LaziTable = {
  name: 'technicians',
  comment:
    'Technicians. Pay, home address and permissions are dropped from full_data unless the tenant keeps them.',
  columns: {
    user_st_id: ['bigint', "The technician's user account: ServiceTitan's id."],
    name: ['text', 'Full name.'],
    first_name: ['text', 'First name.'],
    last_name: ['text', 'Last name.'],
    email: ['text', 'E-mail address.'],
    phone: ['text', 'Phone number.'],
    mobile: ['text', 'Mobile phone number.'],
    login_name: ['text', 'Name to log in with.'],
    business_unit_id: ['uuid', 'The business unit.'],
    team: ['text', 'Name of the team.'],
    team_id: ['uuid', 'The team, resolved from its name through the teams resource.'],
    zone_id: ['uuid', 'Main dispatch zone.'],
    zone_ids: ['uuid[]', 'All dispatch zones.'],
    skills: ['jsonb', 'Skills and certifications as an array of {id, name}.'],
    positions: ['text[]', 'Positions, such as Service or Installer.'],
    role_st_ids: ['bigint[]', "Roles: ServiceTitan's ids."],
    role: ['text', 'Name of the role, where a resource tells it.'],
    status: ['text', 'Idle, Dispatched, Working or Meal; changes all day long.'],
    hire_date: ['date', 'First day of work.'],
    is_managed_tech: ['boolean', 'Whether the technician is a managed one.'],
    license_type: ['text', 'NonManagedTech, ManagedTech or ManagedInstaller.'],
  },
  references: { business_unit_id: 'business_units', team_id: 'teams', zone_id: 'zones' },
  ownRecords: "name <> ''",
  indexes: [
    {
      name: 'technicians_business_unit_idx',
      columns: ['tenant_id', 'business_unit_id'],
      where: 'active AND deleted_at IS NULL',
      query: 'active technicians of a business unit',
    },
    {
      name: 'technicians_team_idx',
      columns: ['tenant_id', 'team'],
      where: 'active AND deleted_at IS NULL',
      query: 'active technicians of a team',
    },
  ],
}

/** Parents first. */
const tables = [
  tagTypes,
  businessUnits,
  jobTypes,
  campaigns,
  zones,
  teams,
  jobCancelReasons,
  jobHoldReasons,
  employees,
  technicians,
]
