import type { CacheTable } from '../cache/cache-table.ts'

export const jobTypes: CacheTable = {
  name: 'st_job_types',
  resource: 'job-types',
  columns: [
    { name: 'name', path: 'name', type: 'text' },
    { name: 'class', path: 'class', type: 'text' },
    { name: 'priority', path: 'priority', type: 'text' },
    { name: 'duration', path: 'duration', type: 'bigint' },
    { name: 'sold_threshold', path: 'soldThreshold', type: 'numeric' },
    { name: 'no_charge', path: 'noCharge', type: 'boolean' },
    { name: 'business_unit_ids', path: 'businessUnitIds', type: 'bigint[]' },
    { name: 'tag_type_ids', path: 'tagTypeIds', type: 'bigint[]' },
    { name: 'skills', path: 'skills', type: 'text[]' },
  ],
  droppedPaths: [],
}
