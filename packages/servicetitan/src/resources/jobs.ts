import { exportParameters, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI jpm-v2: GET /tenant/{tenant}/jobs and /tenant/{tenant}/export/jobs.
 * The list takes no `active` parameter; `active` is a field of the export's records only.
 */
export const jobs: Resource = {
  name: 'jobs',
  module: 'jpm',
  listPath: 'jobs',
  exportPath: 'export/jobs',
  listParams: {},
  exportParams: {},
  listSort: '+Id',
  listParameters: [...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.jpm.jobs:r',
}
