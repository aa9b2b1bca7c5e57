import type { Resource } from '../resource.ts'

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
  listParameters: ['ids', 'includeTotal', 'modifiedBefore', 'modifiedOnOrAfter', 'page', 'pageSize', 'sort'],
  exportParameters: ['from', 'includeRecentChanges'],
  scope: 'tn.jpm.jobs:r',
}
