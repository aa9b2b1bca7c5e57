import type { MigrationBuilder } from 'node-pg-migrate'
import { type CacheTable, createCacheTable, dropCacheTable } from '../src/authoring/v1/cache-table.ts'

export function up(pgm: MigrationBuilder): void {
  for (const table of tables) createCacheTable(pgm, table)
}

export function down(pgm: MigrationBuilder): void {
  for (const { name } of tables.toReversed()) dropCacheTable(pgm, name)
}

const contact: CacheTable['columns'] = {
  type: ['text', 'Phone, MobilePhone, Fax or Email; the API may add others (API: type).'],
  value: ['text', 'The number or address, as entered (API: value).'],
  value_key: [
    'text',
    'Derived, to search by: of a number its digits, of all else the first 100 characters in lower case.',
    `CASE WHEN type IN ('Phone', 'MobilePhone', 'Fax') THEN left(regexp_replace(value, '[^0-9]', '', 'g'), 100) ELSE lower(left(value, 100)) END`,
  ],
  memo: ['text', 'What the contact is for, such as whose number it is (API: memo).'],
  do_not_text: ['boolean', 'Whether the number opted out of text messages (API: phoneSettings.doNotText).'],
}

const customers: CacheTable = {
  name: 'st_customers',
  comment: 'Customers: who is billed. Phone numbers and e-mail addresses are in st_customer_contacts.',
  columns: {
    name: ['text', 'Name of the customer (API: name).'],
    name_key: [
      'text',
      'Derived: the first 100 characters of the name in lower case, to search by.',
      'lower(left(name, 100))',
    ],
    type: ['text', 'Residential or Commercial (API: type).'],
    address_street: ['text', 'Billing address: street and number (API: address.street).'],
    address_unit: ['text', 'Billing address: unit or apartment (API: address.unit).'],
    address_city: ['text', 'Billing address: city (API: address.city).'],
    address_state: ['text', 'Billing address: state or province, as entered (API: address.state).'],
    address_zip: ['text', 'Billing address: postal code, as entered (API: address.zip).'],
    address_country: ['text', 'Billing address: country, as entered (API: address.country).'],
    balance: ['numeric', "What the customer owes, in the tenant's currency (API: balance)."],
    credit_limit: ['numeric', "Credit limit, in the tenant's currency (API: creditLimit)."],
    credit_limit_balance: ['numeric', 'What is left of the credit limit (API: creditLimitBalance).'],
    payment_term_id: ['bigint', 'The payment term (API: paymentTermId).'],
    tax_exempt: ['boolean', 'Whether sales tax is waived (API: taxExempt).'],
    do_not_mail: ['boolean', 'Whether the customer wants no mail (API: doNotMail).'],
    do_not_service: ['boolean', 'Whether no work is to be done for the customer (API: doNotService).'],
    national_account: ['boolean', 'Whether it is a national account (API: nationalAccount).'],
    merged_to_id: ['bigint', 'The customer that this one was merged into (API: mergedToId).'],
    created_by_id: ['bigint', 'The user who created the record (API: createdById).'],
    tag_type_ids: ['bigint[]', 'Tags on the customer (API: tagTypeIds).'],
  },
  indexes: [
    {
      name: 'st_customers_name_idx',
      columns: ['tenant_id', { name: 'name_key', opclass: { name: 'text_pattern_ops' } }],
      query: 'customers by the beginning of the name, whatever the case (name_key ^@)',
    },
  ],
}

const customerContacts: CacheTable = {
  name: 'st_customer_contacts',
  comment: 'Phone numbers and e-mail addresses of customers.',
  columns: { customer_id: ['bigint', 'The customer (API: customerId).'], ...contact },
  indexes: [
    {
      name: 'st_customer_contacts_customer_idx',
      columns: ['tenant_id', 'customer_id'],
      query: 'the contacts of a customer',
    },
    {
      name: 'st_customer_contacts_value_idx',
      columns: ['tenant_id', 'value_key'],
      query: 'whose phone number or e-mail address this is (value_key =)',
    },
  ],
}

const locationContacts: CacheTable = {
  name: 'st_location_contacts',
  comment: 'Phone numbers and e-mail addresses of locations.',
  columns: { location_id: ['bigint', 'The location (API: locationId).'], ...contact },
  indexes: [
    {
      name: 'st_location_contacts_location_idx',
      columns: ['tenant_id', 'location_id'],
      query: 'the contacts of a location',
    },
    {
      name: 'st_location_contacts_value_idx',
      columns: ['tenant_id', 'value_key'],
      query: 'whose phone number or e-mail address this is (value_key =)',
    },
  ],
}

// From here on a tenant has tens or hundreds of rows: the primary key and what every cache table has are enough.

const businessUnits: CacheTable = {
  name: 'st_business_units',
  comment: 'Business units: the parts of a company that jobs, technicians and invoices belong to.',
  columns: {
    name: ['text', 'Name within the company (API: name).'],
    official_name: ['text', 'Name that customers see (API: officialName).'],
    email: ['text', 'E-mail address (API: email).'],
    phone: ['text', 'Phone number (API: phoneNumber).'],
    currency: ['text', 'Currency code, such as USD (API: currency).'],
    default_tax_rate: ['numeric', 'Tax rate of taxable items (API: defaultTaxRate).'],
    trade_id: ['bigint', 'The trade (API: trade.id).'],
    trade_name: ['text', 'Name of the trade (API: trade.name).'],
    division_id: ['bigint', 'The division (API: division.id).'],
    division_name: ['text', 'Name of the division (API: division.name).'],
    account_code: ['text', 'Account code for accounting (API: accountCode).'],
    tag_type_ids: ['bigint[]', 'Tags put on its jobs (API: tagTypeIds).'],
  },
  indexes: [],
}

const campaigns: CacheTable = {
  name: 'st_campaigns',
  comment: 'Marketing campaigns: where jobs come from.',
  columns: {
    name: ['text', 'Name of the campaign (API: name).'],
    category_id: ['bigint', 'The category (API: category.id).'],
    category_name: ['text', 'Name of the category (API: category.name).'],
    source: ['text', 'Source, such as Google (API: source).'],
    other_source: ['text', 'Source in own words (API: otherSource).'],
    medium: ['text', 'Medium (API: medium).'],
    other_medium: ['text', 'Medium in own words (API: otherMedium).'],
    business_unit: ['text', 'Name of the business unit; the API sends no id (API: businessUnit).'],
    is_default: ['boolean', 'Whether it is the default campaign (API: isDefaultCampaign).'],
    phone_numbers: ['text[]', 'Phone numbers that tell the campaign (API: campaignPhoneNumbers).'],
  },
  indexes: [],
}

const jobTypes: CacheTable = {
  name: 'st_job_types',
  comment: 'Job types.',
  columns: {
    name: ['text', 'Name of the job type (API: name).'],
    class: ['text', 'Group of job types (API: class).'],
    priority: ['text', 'Priority of its jobs (API: priority).'],
    duration: [
      'bigint',
      "Usual length of a job in the API's unit, seconds as its filters say (API: duration).",
    ],
    sold_threshold: ['numeric', 'Subtotal from which a job counts as sold (API: soldThreshold).'],
    no_charge: ['boolean', 'Whether its jobs are free of charge (API: noCharge).'],
    business_unit_ids: ['bigint[]', 'Business units that do it (API: businessUnitIds).'],
    tag_type_ids: ['bigint[]', 'Tags put on its jobs (API: tagTypeIds).'],
    skills: ['text[]', 'Skills that it takes (API: skills).'],
  },
  indexes: [],
}

const zones: CacheTable = {
  name: 'st_zones',
  comment: 'Dispatch zones.',
  columns: {
    name: ['text', 'Name of the zone (API: name).'],
    zips: ['text[]', 'Postal codes in the zone (API: zips).'],
    cities: ['text[]', 'Cities in the zone (API: cities).'],
    territory_numbers: ['text[]', 'Territory numbers (API: territoryNumbers).'],
    service_days_enabled: [
      'boolean',
      'Whether the zone is served on some days only (API: serviceDaysEnabled).',
    ],
    service_days: ['text[]', 'Those days (API: serviceDays).'],
    business_unit_ids: ['bigint[]', 'Business units that serve it (API: businessUnits).'],
    technician_ids: ['bigint[]', 'Technicians who serve it (API: technicians).'],
    created_by_id: ['bigint', 'The user who created the record (API: createdBy).'],
  },
  indexes: [],
}

const teams: CacheTable = {
  name: 'st_teams',
  comment: 'Teams of technicians; a technician names the team and not its id.',
  columns: {
    name: ['text', 'Name of the team (API: name).'],
    created_by_id: ['bigint', 'The user who created the record (API: createdBy).'],
  },
  indexes: [],
}

const tagTypes: CacheTable = {
  name: 'st_tag_types',
  comment: 'Tag types: what tag_type_ids of other tables refer to.',
  columns: {
    name: ['text', 'Name of the tag (API: name).'],
    code: ['text', 'Short code (API: code).'],
    color: ['text', 'Color as hexadecimal digits (API: color).'],
    importance: ['text', 'Medium, High or NULL (API: importance).'],
    is_conversion_opportunity: [
      'boolean',
      'Whether a tagged job is an opportunity (API: isConversionOpportunity).',
    ],
    is_visible_on_dispatch_board: ['boolean', 'Whether the board shows it (API: isVisibleOnDispatchBoard).'],
  },
  indexes: [],
}

const employees: CacheTable = {
  name: 'st_employees',
  comment:
    'Employees other than technicians. Pay, home address and permissions are dropped as for technicians.',
  columns: {
    user_id: ['bigint', "The employee's user account (API: userId)."],
    name: ['text', 'Full name (API: name).'],
    first_name: ['text', 'First name (API: firstName).'],
    last_name: ['text', 'Last name (API: lastName).'],
    email: ['text', 'E-mail address (API: email).'],
    phone: ['text', 'Phone number (API: phoneNumber).'],
    login_name: ['text', 'Name to log in with (API: loginName).'],
    role: ['text', 'Built-in role, which the API deprecates in favor of role_ids (API: role).'],
    role_ids: ['bigint[]', 'Roles (API: roleIds).'],
    business_unit_id: ['bigint', 'The business unit (API: businessUnitId).'],
    manager_id: ['bigint', 'The manager (API: managerId).'],
    hire_date: ['date', 'First day of work (API: startDate).'],
    termination_date: ['date', 'Last day of work (API: terminationDate).'],
    account_locked: ['boolean', 'Whether the account is locked (API: accountLocked).'],
  },
  indexes: [],
}

const tables: readonly CacheTable[] = [
  customers,
  customerContacts,
  locationContacts,
  businessUnits,
  campaigns,
  jobTypes,
  zones,
  teams,
  tagTypes,
  employees,
]
