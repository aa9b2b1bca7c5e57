import { defineResource, fieldNames, listParameters } from '../resource.ts'

/** OpenAPI dispatch-v2: GET /tenant/{tenant}/zones, which has no `ids` parameter. There is no export feed. */
export const zones = defineResource({
  name: 'zones',
  type: 'Zone',
  comment: 'Dispatch zones.',
  module: 'dispatch',
  listPath: 'zones',
  exportPath: null,
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', ...listParameters, 'sort'],
  exportParameters: [],
  scope: 'tn.dis.zones:r',
  exampleId: '9007',
  fields: {
    required: fieldNames('id active createdBy createdOn modifiedOn serviceDaysEnabled'),
    optional: fieldNames(`
      name zips cities territoryNumbers locnNumbers serviceDays businessUnits technicians
    `),
  },
  droppedPaths: [],
  columns: {
    name: { path: 'name', type: 'text', comment: 'Name of the zone (API: name).', api: 'text' },
    zips: { path: 'zips', type: 'text[]', comment: 'Postal codes in the zone (API: zips).', api: 'texts' },
    cities: { path: 'cities', type: 'text[]', comment: 'Cities in the zone (API: cities).', api: 'texts' },
    territory_numbers: {
      path: 'territoryNumbers',
      type: 'text[]',
      comment: 'Territory numbers (API: territoryNumbers).',
      api: 'texts',
    },
    service_days_enabled: {
      path: 'serviceDaysEnabled',
      type: 'boolean',
      comment: 'Whether the zone is served on some days only (API: serviceDaysEnabled).',
      api: 'boolean',
    },
    service_days: {
      path: 'serviceDays',
      type: 'text[]',
      comment: 'Those days (API: serviceDays).',
      api: 'texts',
    },
    business_unit_ids: {
      path: 'businessUnits',
      type: 'bigint[]',
      comment: 'Business units that serve it (API: businessUnits).',
      api: 'ids',
    },
    technician_ids: {
      path: 'technicians',
      type: 'bigint[]',
      comment: 'Technicians who serve it (API: technicians).',
      api: 'ids',
    },
    created_by_id: {
      path: 'createdBy',
      type: 'bigint',
      comment: 'The user who created the record (API: createdBy).',
      api: 'id',
    },
  },
  derivedFields: {},
  indexes: {},
  relations: {},
  syncedAfter: ['business-units'],
})
