import type { Resource } from '../resource.ts'

/** OpenAPI crm-v2: GET /tenant/{tenant}/locations and /tenant/{tenant}/export/locations. */
export const locations: Resource = {
  name: 'locations',
  module: 'crm',
  listPath: 'locations',
  exportPath: 'export/locations',
  listParams: { active: 'Any' },
  exportParams: {},
  listSort: '+Id',
  listParameters: [
    'active',
    'ids',
    'includeTotal',
    'modifiedBefore',
    'modifiedOnOrAfter',
    'page',
    'pageSize',
    'sort',
  ],
  exportParameters: ['from', 'includeRecentChanges'],
  scope: 'tn.crm.locations:r',
}
