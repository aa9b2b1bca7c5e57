import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI salestech-v2, whose base path is /sales/v2: GET /tenant/{tenant}/estimates and
 * /tenant/{tenant}/export/estimates.
 */
export const estimates = defineResource({
  name: 'estimates',
  type: 'Estimate',
  comment: 'Estimates; their items are in full_data.',
  module: 'sales',
  listPath: 'estimates',
  exportPath: 'export/estimates',
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.sal.estimates:r',
  exampleId: '101000007',
  fields: {
    required: fieldNames(`
      id reviewStatus createdOn modifiedOn active subtotal tax isRecommended isChangeOrder
    `),
    optional: fieldNames(`
      jobId projectId locationId customerId name jobNumber status summary soldOn soldBy items
      externalLinks businessUnitId businessUnitName budgetCodeId proposalTagName depositAmount
      depositPercent requireDepositOnSignature
    `),
  },
  droppedPaths: [],
  columns: {
    name: { path: 'name', type: 'text', comment: 'Name of the estimate (API: name).', api: 'text' },
    job_id: { path: 'jobId', type: 'bigint', comment: 'The job (API: jobId).', api: 'id' },
    job_number: {
      path: 'jobNumber',
      type: 'text',
      comment: 'Number of the job (API: jobNumber).',
      api: 'text',
    },
    project_id: { path: 'projectId', type: 'bigint', comment: 'The project (API: projectId).', api: 'id' },
    location_id: {
      path: 'locationId',
      type: 'bigint',
      comment: 'The location (API: locationId).',
      api: 'id',
    },
    customer_id: {
      path: 'customerId',
      type: 'bigint',
      comment: 'The customer (API: customerId).',
      api: 'id',
    },
    business_unit_id: {
      path: 'businessUnitId',
      type: 'bigint',
      comment: 'The business unit (API: businessUnitId).',
      api: 'id',
    },
    status: {
      path: 'status.name',
      type: 'text',
      comment: 'Open, Sold or Dismissed; the API may add others (API: status.name).',
      api: 'text',
    },
    review_status: {
      path: 'reviewStatus',
      type: 'text',
      comment: 'None, NeedsApproval, Approved or NotApproved (API: reviewStatus).',
      api: 'text',
    },
    summary: { path: 'summary', type: 'text', comment: 'Summary (API: summary).', api: 'text' },
    sold_on: {
      path: 'soldOn',
      type: 'timestamptz',
      comment: 'When it was sold (API: soldOn).',
      api: 'instant',
    },
    sold_by_id: { path: 'soldBy', type: 'bigint', comment: 'Who sold it (API: soldBy).', api: 'id' },
    subtotal: {
      path: 'subtotal',
      type: 'numeric',
      comment: "Sum before tax, in the tenant's currency (API: subtotal).",
      api: 'decimal',
    },
    tax: { path: 'tax', type: 'numeric', comment: 'Tax (API: tax).', api: 'decimal' },
    deposit_amount: {
      path: 'depositAmount',
      type: 'numeric',
      comment: 'Deposit that is asked for (API: depositAmount).',
      api: 'decimal',
    },
    deposit_percent: {
      path: 'depositPercent',
      type: 'numeric',
      comment: 'The same in percent (API: depositPercent).',
      api: 'decimal',
    },
    is_recommended: {
      path: 'isRecommended',
      type: 'boolean',
      comment: 'Whether it is the one recommended (API: isRecommended).',
      api: 'boolean',
    },
    is_change_order: {
      path: 'isChangeOrder',
      type: 'boolean',
      comment: 'Whether it changes an order (API: isChangeOrder).',
      api: 'boolean',
    },
    proposal_tag_name: {
      path: 'proposalTagName',
      type: 'text',
      comment: 'Name of the proposal tag (API: proposalTagName).',
      api: 'text',
    },
  },
  derivedFields: {},
  indexes: {
    st_estimates_job_idx: { columns: ['tenant_id', 'job_id'], queries: ['the estimates of a job'] },
    st_estimates_customer_idx: {
      columns: ['tenant_id', 'customer_id', 'created_on'],
      queries: ['the estimates of a customer, newest first'],
    },
    st_estimates_created_idx: {
      columns: ['tenant_id', 'created_on'],
      where: 'active AND deleted_at IS NULL',
      queries: ['estimates, newest first; those of a period'],
    },
    st_estimates_sold_idx: {
      columns: ['tenant_id', 'sold_on'],
      include: ['sold_by_id', 'business_unit_id', 'subtotal'],
      where: 'sold_on IS NOT NULL AND active AND deleted_at IS NULL',
      queries: ['what was sold in a period, by seller or business unit'],
    },
  },
  relations: {
    job: { one: 'jobs', by: 'job_id' },
    customer: { one: 'customers', by: 'customer_id' },
    location: { one: 'locations', by: 'location_id' },
  },
  syncedAfter: ['jobs'],
})
