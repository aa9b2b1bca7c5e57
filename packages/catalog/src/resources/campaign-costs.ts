import { defineResource, fieldNames } from '../resource.ts'

/**
 * OpenAPI marketing-v2: GET /tenant/{tenant}/costs, which has no parameter for times: each sync reads the whole list, whose
 * records have no times either. There is no export feed.
 */
export const campaignCosts = defineResource({
  name: 'campaign-costs',
  type: 'CampaignCost',
  comment: 'What campaigns cost, by month.',
  module: 'marketing',
  listPath: 'costs',
  exportPath: null,
  recordById: true,
  listParams: {},
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['includeTotal', 'page', 'pageSize', 'sort'],
  exportParameters: [],
  scope: 'tn.mrk.costs:r',
  exampleId: '9402',
  fields: {
    required: fieldNames(`
      id year month dailyCost campaignId
    `),
    optional: [],
  },
  droppedPaths: [],
  columns: {
    campaign_id: {
      path: 'campaignId',
      type: 'bigint',
      comment: 'The campaign (API: campaignId).',
      api: 'id',
    },
    year: { path: 'year', type: 'integer', comment: 'The year (API: year).', api: 'integer' },
    month: { path: 'month', type: 'integer', comment: 'The month, from 1 (API: month).', api: 'integer' },
    daily_cost: {
      path: 'dailyCost',
      type: 'numeric',
      comment: "Cost of each day of the month, in the tenant's currency (API: dailyCost).",
      api: 'decimal',
    },
  },
  derivedFields: {},
  indexes: {
    st_campaign_costs_campaign_idx: {
      columns: ['tenant_id', 'campaign_id', 'year', 'month'],
      queries: ['the costs of a campaign, by month'],
    },
  },
  relations: {
    campaign: { one: 'campaigns', by: 'campaign_id' },
  },
  syncedAfter: ['campaigns'],
})
