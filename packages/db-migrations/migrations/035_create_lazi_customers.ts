import type { MigrationBuilder } from 'node-pg-migrate'
import { createLaziTable, type LaziTable } from '../src/authoring/v2/lazi-table.ts'

export function up(pgm: MigrationBuilder): void {
  for (const table of tables) createLaziTable(pgm, table)
}

export function down(pgm: MigrationBuilder): void {
  for (const { name } of tables.toReversed()) pgm.dropTable({ schema: 'lazi', name })
}

const valueKey =
  "CASE WHEN type IN ('Phone', 'MobilePhone', 'Fax') THEN left(regexp_replace(value, '[^0-9]', '', 'g'), 100) ELSE lower(left(value, 100)) END"

const customers: LaziTable = {
  name: 'customers',
  comment: 'Customers: who is billed. Phone numbers and e-mail addresses are in st_customer_contacts.',
  columns: {
    name: ['text', 'Name of the customer.'],
    name_key: [
      'text',
      'The first 100 characters of the name in lower case, to search by.',
      'lower(left(name, 100))',
    ],
    type: ['text', 'Residential or Commercial.'],
    address_street: ['text', 'Billing address: street and number.'],
    address_unit: ['text', 'Billing address: unit or apartment.'],
    address_city: ['text', 'Billing address: city.'],
    address_state: ['text', 'Billing address: state or province, as entered.'],
    address_zip: ['text', 'Billing address: postal code, as entered.'],
    address_country: ['text', 'Billing address: country, as entered.'],
    balance: ['numeric', "What the customer owes, in the tenant's currency."],
    credit_limit: ['numeric', "Credit limit, in the tenant's currency."],
    credit_limit_balance: ['numeric', 'What is left of the credit limit.'],
    payment_term_st_id: ['bigint', "The payment term: ServiceTitan's id."],
    tax_exempt: ['boolean', 'Whether sales tax is waived.'],
    do_not_mail: ['boolean', 'Whether the customer wants no mail.'],
    do_not_service: ['boolean', 'Whether no work is to be done for the customer.'],
    national_account: ['boolean', 'Whether it is a national account.'],
    merged_into_id: ['uuid', 'The customer that this one was merged into.'],
    created_by_st_id: ['bigint', "The user who created the record: ServiceTitan's id."],
    tag_type_ids: ['uuid[]', 'Tags on the customer.'],
    custom_fields: [
      'jsonb',
      'The custom fields: an object of their values by the id of their type in ServiceTitan.',
    ],
  },
  references: { merged_into_id: 'customers' },
  ownRecords: "name <> '' AND type IN ('Residential', 'Commercial')",
  indexes: [
    {
      name: 'customers_name_idx',
      columns: ['tenant_id', { name: 'name_key', opclass: { name: 'text_pattern_ops' } }],
      query: 'customers by the beginning of the name, whatever the case (name_key ^@)',
    },
    {
      name: 'customers_merged_idx',
      columns: ['tenant_id', 'merged_into_id'],
      where: 'merged_into_id IS NOT NULL',
      query: 'the customers that were merged into a customer',
    },
  ],
}

const customerContacts: LaziTable = {
  name: 'customer_contacts',
  comment: 'Phone numbers and e-mail addresses of customers.',
  columns: {
    customer_id: ['uuid', 'The customer.'],
    type: ['text', 'Phone, MobilePhone, Fax or Email; the API may add others.'],
    value: ['text', 'The number or address, as entered.'],
    value_key: [
      'text',
      'To search by: of a number its digits, of all else the first 100 characters in lower case.',
      valueKey,
    ],
    memo: ['text', 'What the contact is for, such as whose number it is.'],
    do_not_text: ['boolean', 'Whether the number opted out of text messages.'],
    preferences: ['jsonb', 'Which notifications go to the contact.'],
  },
  references: { customer_id: 'customers' },
  ownRecords:
    "customer_id IS NOT NULL AND type IN ('Phone', 'MobilePhone', 'Email', 'Fax') AND (value <> '' OR deleted_at IS NOT NULL)",
  indexes: [
    {
      name: 'customer_contacts_customer_idx',
      columns: ['tenant_id', 'customer_id'],
      query: 'the contacts of a customer',
    },
    {
      name: 'customer_contacts_value_idx',
      columns: ['tenant_id', 'value_key'],
      query: 'whose phone number or e-mail address this is (value_key =)',
    },
  ],
}

const locations: LaziTable = {
  name: 'locations',
  comment: 'Service locations: where a customer has work done.',
  columns: {
    customer_id: ['uuid', 'The customer that the location belongs to.'],
    name: ['text', 'Name of the location.'],
    name_key: [
      'text',
      'The first 100 characters of the name in lower case, to search by.',
      'lower(left(name, 100))',
    ],
    address_street: ['text', 'Street and number.'],
    address_unit: ['text', 'Unit or apartment.'],
    address_city: ['text', 'City.'],
    address_state: ['text', 'State or province, as entered.'],
    address_zip: ['text', 'Postal code, as entered.'],
    address_country: ['text', 'Country, as entered.'],
    latitude: ['double precision', 'Degrees, -90 to 90; NULL when unknown or out of range.'],
    longitude: ['double precision', 'Degrees, -180 to 180; NULL when unknown or out of range.'],
    phone: ['text', "First phone number of the location's contacts."],
    email: ['text', "First e-mail address of the location's contacts."],
    zone_id: ['uuid', 'Dispatch zone.'],
    tax_zone_st_id: ['bigint', "Tax zone: ServiceTitan's id."],
    tax_exempt: ['boolean', 'Whether sales tax is waived.'],
    merged_into_id: ['uuid', 'The location that this one was merged into.'],
    tag_type_ids: ['uuid[]', 'Tags on the location.'],
    custom_fields: [
      'jsonb',
      'The custom fields: an object of their values by the id of their type in ServiceTitan.',
    ],
  },
  references: { customer_id: 'customers', zone_id: 'zones' },
  ownRecords: "customer_id IS NOT NULL AND name <> ''",
  indexes: [
    {
      name: 'locations_customer_idx',
      columns: ['tenant_id', 'customer_id'],
      query: 'the locations of a customer',
    },
    {
      name: 'locations_position_idx',
      columns: ['tenant_id', 'latitude', 'longitude'],
      query: 'locations within a bounding box, for those near a point',
    },
    {
      name: 'locations_zip_idx',
      columns: ['tenant_id', 'address_zip'],
      query: 'locations by postal code',
    },
    {
      name: 'locations_zone_idx',
      columns: ['tenant_id', 'zone_id'],
      query: 'locations of a dispatch zone',
    },
    {
      name: 'locations_name_idx',
      columns: ['tenant_id', { name: 'name_key', opclass: { name: 'text_pattern_ops' } }],
      query: 'locations by the beginning of the name, whatever the case (name_key ^@)',
    },
  ],
}

const locationContacts: LaziTable = {
  name: 'location_contacts',
  comment: 'Phone numbers and e-mail addresses of locations.',
  columns: {
    location_id: ['uuid', 'The location.'],
    type: ['text', 'Phone, MobilePhone, Fax or Email; the API may add others.'],
    value: ['text', 'The number or address, as entered.'],
    value_key: [
      'text',
      'To search by: of a number its digits, of all else the first 100 characters in lower case.',
      valueKey,
    ],
    memo: ['text', 'What the contact is for, such as whose number it is.'],
    do_not_text: ['boolean', 'Whether the number opted out of text messages.'],
    preferences: ['jsonb', 'Which notifications go to the contact.'],
  },
  references: { location_id: 'locations' },
  ownRecords:
    "location_id IS NOT NULL AND type IN ('Phone', 'MobilePhone', 'Email', 'Fax') AND (value <> '' OR deleted_at IS NOT NULL)",
  indexes: [
    {
      name: 'location_contacts_location_idx',
      columns: ['tenant_id', 'location_id'],
      query: 'the contacts of a location',
    },
    {
      name: 'location_contacts_value_idx',
      columns: ['tenant_id', 'value_key'],
      query: 'whose phone number or e-mail address this is (value_key =)',
    },
  ],
}

/** Parents first. */
const tables = [customers, customerContacts, locations, locationContacts]
