import { one } from '../resource-definition/include.ts'
import { defineResource } from '../resource-definition/resource.ts'

export const estimates = defineResource({
  name: 'estimates',
  type: 'Estimate',
  table: 'st_estimates',
  fields: {
    name: 'text',
    summary: 'text',
    status: 'text',
    reviewStatus: 'text',
    customerId: 'id',
    locationId: 'id',
    jobId: 'id',
    jobNumber: 'text',
    projectId: 'id',
    businessUnitId: 'id',
    subtotal: 'decimal',
    tax: 'decimal',
    depositAmount: 'decimal',
    depositPercent: 'decimal',
    isChangeOrder: 'boolean',
    isRecommended: 'boolean',
    proposalTagName: 'text',
    soldById: 'id',
    soldOn: 'moment',
  },
  paths: [
    { at: 'jobId', index: 'st_estimates_job_idx' },
    { at: 'customerId', orderedBy: 'createdOn', newestFirst: true, index: 'st_estimates_customer_idx' },
    { within: 'soldOn', newestFirst: true, only: 'live', index: 'st_estimates_sold_idx' },
  ],
  narrow: ['businessUnitId', 'soldById', 'status'],
  includes: {
    job: one('jobs', 't.job_id'),
    customer: one('customers', 't.customer_id'),
    location: one('locations', 't.location_id'),
  },
})
