import type { CacheTable } from '../cache/cache-table.ts'

export const estimates: CacheTable = {
  name: 'st_estimates',
  resource: 'estimates',
  columns: [
    { name: 'name', path: 'name', type: 'text' },
    { name: 'job_id', path: 'jobId', type: 'bigint' },
    { name: 'job_number', path: 'jobNumber', type: 'text' },
    { name: 'project_id', path: 'projectId', type: 'bigint' },
    { name: 'location_id', path: 'locationId', type: 'bigint' },
    { name: 'customer_id', path: 'customerId', type: 'bigint' },
    { name: 'business_unit_id', path: 'businessUnitId', type: 'bigint' },
    { name: 'status', path: 'status.name', type: 'text' },
    { name: 'review_status', path: 'reviewStatus', type: 'text' },
    { name: 'summary', path: 'summary', type: 'text' },
    { name: 'sold_on', path: 'soldOn', type: 'timestamptz' },
    { name: 'sold_by_id', path: 'soldBy', type: 'bigint' },
    { name: 'subtotal', path: 'subtotal', type: 'numeric' },
    { name: 'tax', path: 'tax', type: 'numeric' },
    { name: 'deposit_amount', path: 'depositAmount', type: 'numeric' },
    { name: 'deposit_percent', path: 'depositPercent', type: 'numeric' },
    { name: 'is_recommended', path: 'isRecommended', type: 'boolean' },
    { name: 'is_change_order', path: 'isChangeOrder', type: 'boolean' },
    { name: 'proposal_tag_name', path: 'proposalTagName', type: 'text' },
  ],
  droppedPaths: [],
}
