import { exportParameters, listParameters, type Resource } from '../resource.ts'

/** OpenAPI crm-v2: GET /tenant/{tenant}/locations and /tenant/{tenant}/export/locations. */
export const locations: Resource = {
  name: 'locations',
  module: 'crm',
  listPath: 'locations',
  exportPath: 'export/locations',
  listParams: { active: 'Any' },
  exportParams: {},
  listSort: '+Id',
  listParameters: ['active', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.crm.locations:r',
}
