import type { CacheTable } from '../cache/cache-table.ts'

export const tagTypes: CacheTable = {
  name: 'st_tag_types',
  resource: 'tag-types',
  columns: [
    { name: 'name', path: 'name', type: 'text' },
    { name: 'code', path: 'code', type: 'text' },
    { name: 'color', path: 'color', type: 'text' },
    { name: 'importance', path: 'importance', type: 'text' },
    { name: 'is_conversion_opportunity', path: 'isConversionOpportunity', type: 'boolean' },
    { name: 'is_visible_on_dispatch_board', path: 'isVisibleOnDispatchBoard', type: 'boolean' },
  ],
  droppedPaths: [],
}
