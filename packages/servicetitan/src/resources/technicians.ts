import { exportParameters, listParameters, type Resource } from '../resource.ts'

/** OpenAPI settings-v2: GET /tenant/{tenant}/technicians, which has no `sort`, and /tenant/{tenant}/export/technicians. */
export const technicians: Resource = {
  name: 'technicians',
  module: 'settings',
  listPath: 'technicians',
  exportPath: 'export/technicians',
  listParams: { active: 'Any' },
  exportParams: {},
  listSort: null,
  listParameters: ['active', ...listParameters],
  exportParameters,
  scope: 'tn.stt.technicians:r',
}
