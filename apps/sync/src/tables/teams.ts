import type { CacheTable } from '../cache/cache-table.ts'

export const teams: CacheTable = {
  name: 'st_teams',
  resource: 'teams',
  columns: [
    { name: 'name', path: 'name', type: 'text' },
    { name: 'created_by_id', path: 'createdBy', type: 'bigint' },
  ],
  droppedPaths: [],
}
