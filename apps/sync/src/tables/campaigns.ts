import type { CacheTable } from '../cache/cache-table.ts'

export const campaigns: CacheTable = {
  name: 'st_campaigns',
  resource: 'campaigns',
  columns: [
    { name: 'name', path: 'name', type: 'text' },
    { name: 'category_id', path: 'category.id', type: 'bigint' },
    { name: 'category_name', path: 'category.name', type: 'text' },
    { name: 'source', path: 'source', type: 'text' },
    { name: 'other_source', path: 'otherSource', type: 'text' },
    { name: 'medium', path: 'medium', type: 'text' },
    { name: 'other_medium', path: 'otherMedium', type: 'text' },
    { name: 'business_unit', path: 'businessUnit', type: 'text' },
    { name: 'is_default', path: 'isDefaultCampaign', type: 'boolean' },
    { name: 'phone_numbers', path: 'campaignPhoneNumbers', type: 'text[]' },
  ],
  droppedPaths: [],
}
