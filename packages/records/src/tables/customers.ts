import { column, defineTable, path, record, records } from '../table.ts'

const address = {
  address_street: column('address_street'),
  address_unit: column('address_unit'),
  address_city: column('address_city'),
  address_state: column('address_state'),
  address_zip: column('address_zip'),
  address_country: column('address_country'),
}

const contact = {
  type: column('type'),
  value: column('value'),
  memo: column('memo'),
  do_not_text: column('do_not_text'),
  preferences: path('preferences', 'jsonb'),
}

export const customers = defineTable({
  name: 'customers',
  resource: 'customers',
  domain: 'customers',
  fields: {
    name: column('name'),
    type: column('type'),
    address_street: address.address_street,
    address_unit: address.address_unit,
    address_city: address.address_city,
    address_state: address.address_state,
    address_zip: address.address_zip,
    address_country: address.address_country,
    balance: column('balance'),
    credit_limit: column('credit_limit'),
    credit_limit_balance: column('credit_limit_balance'),
    payment_term_st_id: column('payment_term_id'),
    tax_exempt: column('tax_exempt'),
    do_not_mail: column('do_not_mail'),
    do_not_service: column('do_not_service'),
    national_account: column('national_account'),
    merged_into_id: record('customers', 'merged_to_id'),
    created_by_st_id: column('created_by_id'),
    tag_type_ids: records('tag_types', 'tag_type_ids'),
    custom_fields: { kind: 'customFields' },
  },
})

export const customerContacts = defineTable({
  name: 'customer_contacts',
  resource: 'customer-contacts',
  domain: 'customers',
  fields: {
    customer_id: record('customers', 'customer_id'),
    type: contact.type,
    value: contact.value,
    memo: contact.memo,
    do_not_text: contact.do_not_text,
    preferences: contact.preferences,
  },
})

export const locations = defineTable({
  name: 'locations',
  resource: 'locations',
  domain: 'customers',
  fields: {
    customer_id: record('customers', 'customer_id'),
    name: column('name'),
    address_street: address.address_street,
    address_unit: address.address_unit,
    address_city: address.address_city,
    address_state: address.address_state,
    address_zip: address.address_zip,
    address_country: address.address_country,
    latitude: column('latitude'),
    longitude: column('longitude'),
    phone: column('phone'),
    email: column('email'),
    zone_id: record('zones', 'zone_id'),
    tax_zone_st_id: column('tax_zone_id'),
    tax_exempt: column('tax_exempt'),
    merged_into_id: record('locations', 'merged_to_id'),
    tag_type_ids: records('tag_types', 'tag_type_ids'),
    custom_fields: { kind: 'customFields' },
  },
})

export const locationContacts = defineTable({
  name: 'location_contacts',
  resource: 'location-contacts',
  domain: 'customers',
  fields: {
    location_id: record('locations', 'location_id'),
    type: contact.type,
    value: contact.value,
    memo: contact.memo,
    do_not_text: contact.do_not_text,
    preferences: contact.preferences,
  },
})
