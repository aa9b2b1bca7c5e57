import { column, defineTable, record, records } from '../table.ts'

// Every column whose name ends in `_id` or `_ids` has ids of records; `_st_id` and `_st_ids` have ServiceTitan's ids of
// what LAZI has no table for.

export const tagTypes = defineTable({
  name: 'tag_types',
  resource: 'tag-types',
  domain: 'reference',
  fields: {
    name: column('name'),
    code: column('code'),
    color: column('color'),
    importance: column('importance'),
    is_conversion_opportunity: column('is_conversion_opportunity'),
    is_visible_on_dispatch_board: column('is_visible_on_dispatch_board'),
  },
})

export const businessUnits = defineTable({
  name: 'business_units',
  resource: 'business-units',
  domain: 'reference',
  fields: {
    name: column('name'),
    official_name: column('official_name'),
    email: column('email'),
    phone: column('phone'),
    currency: column('currency'),
    default_tax_rate: column('default_tax_rate'),
    trade_st_id: column('trade_id'),
    trade_name: column('trade_name'),
    division_st_id: column('division_id'),
    division_name: column('division_name'),
    account_code: column('account_code'),
    tag_type_ids: records('tag_types', 'tag_type_ids'),
  },
})

export const jobTypes = defineTable({
  name: 'job_types',
  resource: 'job-types',
  domain: 'reference',
  fields: {
    name: column('name'),
    class: column('class'),
    priority: column('priority'),
    duration: column('duration'),
    sold_threshold: column('sold_threshold'),
    no_charge: column('no_charge'),
    business_unit_ids: records('business_units', 'business_unit_ids'),
    tag_type_ids: records('tag_types', 'tag_type_ids'),
    skills: column('skills'),
  },
})

export const campaigns = defineTable({
  name: 'campaigns',
  resource: 'campaigns',
  domain: 'reference',
  fields: {
    name: column('name'),
    category_st_id: column('category_id'),
    category_name: column('category_name'),
    source_name: column('source'),
    other_source: column('other_source'),
    medium: column('medium'),
    other_medium: column('other_medium'),
    business_unit: column('business_unit'),
    is_default: column('is_default'),
    phone_numbers: column('phone_numbers'),
  },
})

export const zones = defineTable({
  name: 'zones',
  resource: 'zones',
  domain: 'reference',
  fields: {
    name: column('name'),
    zips: column('zips'),
    cities: column('cities'),
    territory_numbers: column('territory_numbers'),
    service_days_enabled: column('service_days_enabled'),
    service_days: column('service_days'),
    business_unit_ids: records('business_units', 'business_unit_ids'),
    technician_ids: records('technicians', 'technician_ids'),
    created_by_st_id: column('created_by_id'),
  },
})

export const teams = defineTable({
  name: 'teams',
  resource: 'teams',
  domain: 'reference',
  fields: { name: column('name'), created_by_st_id: column('created_by_id') },
})

export const jobCancelReasons = defineTable({
  name: 'job_cancel_reasons',
  resource: 'job-cancel-reasons',
  domain: 'reference',
  fields: { name: column('name') },
})

export const jobHoldReasons = defineTable({
  name: 'job_hold_reasons',
  resource: 'job-hold-reasons',
  domain: 'reference',
  fields: { name: column('name') },
})

export const employees = defineTable({
  name: 'employees',
  resource: 'employees',
  domain: 'reference',
  fields: {
    user_st_id: column('user_id'),
    name: column('name'),
    first_name: column('first_name'),
    last_name: column('last_name'),
    email: column('email'),
    phone: column('phone'),
    login_name: column('login_name'),
    role: column('role'),
    role_st_ids: column('role_ids'),
    business_unit_id: record('business_units', 'business_unit_id'),
    manager_id: record('employees', 'manager_id'),
    hire_date: column('hire_date'),
    termination_date: column('termination_date'),
    account_locked: column('account_locked'),
  },
})
