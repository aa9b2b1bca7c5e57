import { fieldNames, listParameters, type Resource } from '../resource.ts'

/** OpenAPI marketing-v2: GET /tenant/{tenant}/campaigns. There is no export feed. */
export const campaigns: Resource = {
  name: 'campaigns',
  module: 'marketing',
  listPath: 'campaigns',
  exportPath: null,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort'],
  exportParameters: [],
  scope: 'tn.mrk.campaigns:r',
  fields: {
    required: fieldNames('id name modifiedOn createdOn active'),
    optional: fieldNames(`
      isDefaultCampaign category source otherSource businessUnit medium otherMedium
      campaignPhoneNumbers
    `),
  },
}
