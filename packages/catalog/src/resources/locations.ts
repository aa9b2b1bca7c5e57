import {
  defineResource,
  exportParameters,
  externalDataFilters,
  fieldNames,
  listParameters,
} from '../resource.ts'

/** OpenAPI crm-v2: GET /tenant/{tenant}/locations and /tenant/{tenant}/export/locations. */
export const locations = defineResource({
  name: 'locations',
  type: 'Location',
  comment: 'Service locations: where a customer has work done.',
  module: 'crm',
  listPath: 'locations',
  exportPath: 'export/locations',
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort', ...externalDataFilters],
  exportParameters,
  scope: 'tn.crm.locations:r',
  exampleId: '21000005',
  fields: {
    required: fieldNames(`
      id customerId active name address customFields createdOn createdById modifiedOn taxExempt
      tagTypeIds externalData
    `),
    optional: fieldNames('taxZoneId mergedToId zoneId'),
  },
  droppedPaths: [],
  columns: {
    customer_id: {
      path: 'customerId',
      type: 'bigint',
      comment: 'The customer that the location belongs to (API: customerId).',
      api: 'id',
    },
    name: { path: 'name', type: 'text', comment: 'Name of the location (API: name).', api: 'text' },
    name_key: {
      generatedAs: 'lower(left(name, 100))',
      type: 'text',
      comment: 'Derived: the first 100 characters of the name in lower case, to search by.',
      api: null,
    },
    address_street: {
      path: 'address.street',
      type: 'text',
      comment: 'Street and number (API: address.street).',
      api: 'text',
    },
    address_unit: {
      path: 'address.unit',
      type: 'text',
      comment: 'Unit or apartment (API: address.unit).',
      api: 'text',
    },
    address_city: { path: 'address.city', type: 'text', comment: 'City (API: address.city).', api: 'text' },
    address_state: {
      path: 'address.state',
      type: 'text',
      comment: 'State or province, as entered (API: address.state).',
      api: 'text',
    },
    address_zip: {
      path: 'address.zip',
      type: 'text',
      comment: 'Postal code, as entered (API: address.zip).',
      api: 'text',
    },
    address_country: {
      path: 'address.country',
      type: 'text',
      comment: 'Country, as entered (API: address.country).',
      api: 'text',
    },
    latitude: {
      path: 'address.latitude',
      type: 'latitude',
      comment: 'Degrees, -90 to 90; NULL when unknown or out of range (API: address.latitude).',
      api: 'number',
    },
    longitude: {
      path: 'address.longitude',
      type: 'longitude',
      comment: 'Degrees, -180 to 180; NULL when unknown or out of range (API: address.longitude).',
      api: 'number',
    },
    phone: {
      derivedFrom: 'location-contacts',
      type: 'text',
      comment: "First phone number of the location's contacts; not part of the API's location record.",
      api: 'text',
    },
    email: {
      derivedFrom: 'location-contacts',
      type: 'text',
      comment: "First e-mail address of the location's contacts; not part of the API's location record.",
      api: 'text',
    },
    zone_id: { path: 'zoneId', type: 'bigint', comment: 'Dispatch zone (API: zoneId).', api: 'id' },
    tax_zone_id: { path: 'taxZoneId', type: 'bigint', comment: 'Tax zone (API: taxZoneId).', api: 'id' },
    tax_exempt: {
      path: 'taxExempt',
      type: 'boolean',
      comment: 'Whether sales tax is waived (API: taxExempt).',
      api: 'boolean',
    },
    merged_to_id: {
      path: 'mergedToId',
      type: 'bigint',
      comment: 'The location that this one was merged into (API: mergedToId).',
      api: 'id',
    },
    tag_type_ids: {
      path: 'tagTypeIds',
      type: 'bigint[]',
      comment: 'Tags on the location (API: tagTypeIds).',
      api: 'ids',
    },
  },
  derivedFields: {},
  indexes: {
    st_locations_customer_idx: {
      columns: ['tenant_id', 'customer_id'],
      queries: ['the locations of a customer'],
    },
    st_locations_position_idx: {
      columns: ['tenant_id', 'latitude', 'longitude'],
      queries: ['locations within a bounding box, for those near a point'],
    },
    st_locations_zip_idx: { columns: ['tenant_id', 'address_zip'], queries: ['locations by postal code'] },
    st_locations_zone_idx: { columns: ['tenant_id', 'zone_id'], queries: ['locations of a dispatch zone'] },
    st_locations_name_idx: {
      columns: ['tenant_id', { column: 'name_key', operators: 'text_pattern_ops' }],
      queries: ['locations by the beginning of the name, whatever the case (name_key ^@)'],
    },
  },
  relations: {
    customer: { one: 'customers', by: 'customer_id' },
    jobs: { many: 'jobs', find: 'location_id', orderBy: '-created_on' },
    appointments: {
      many: 'appointments',
      find: 'job_id',
      through: {
        resource: 'jobs',
        find: 'location_id',
        take: 'st_id',
        only: 'kept',
        newestBy: 'created_on',
        limit: 200,
      },
      orderBy: '-start_time',
    },
    contacts: { many: 'location-contacts', find: 'location_id' },
  },
  syncedAfter: ['customers', 'zones'],
})
