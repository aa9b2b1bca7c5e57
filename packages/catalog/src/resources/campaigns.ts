import { defineResource, fieldNames, listParameters } from '../resource.ts'

/** OpenAPI marketing-v2: GET /tenant/{tenant}/campaigns. There is no export feed. */
export const campaigns = defineResource({
  name: 'campaigns',
  type: 'Campaign',
  comment: 'Marketing campaigns: where jobs come from.',
  module: 'marketing',
  listPath: 'campaigns',
  exportPath: null,
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort'],
  exportParameters: [],
  scope: 'tn.mrk.campaigns:r',
  exampleId: '8807',
  fields: {
    required: fieldNames('id name modifiedOn createdOn active'),
    optional: fieldNames(`
      isDefaultCampaign category source otherSource businessUnit medium otherMedium
      campaignPhoneNumbers
    `),
  },
  droppedPaths: [],
  columns: {
    name: { path: 'name', type: 'text', comment: 'Name of the campaign (API: name).', api: 'text' },
    category_id: {
      path: 'category.id',
      type: 'bigint',
      comment: 'The category (API: category.id).',
      api: 'id',
    },
    category_name: {
      path: 'category.name',
      type: 'text',
      comment: 'Name of the category (API: category.name).',
      api: 'text',
    },
    source: { path: 'source', type: 'text', comment: 'Source, such as Google (API: source).', api: 'text' },
    other_source: {
      path: 'otherSource',
      type: 'text',
      comment: 'Source in own words (API: otherSource).',
      api: 'text',
    },
    medium: { path: 'medium', type: 'text', comment: 'Medium (API: medium).', api: 'text' },
    other_medium: {
      path: 'otherMedium',
      type: 'text',
      comment: 'Medium in own words (API: otherMedium).',
      api: 'text',
    },
    business_unit: {
      path: 'businessUnit',
      type: 'text',
      comment: 'Name of the business unit; the API sends no id (API: businessUnit).',
      api: 'text',
    },
    is_default: {
      path: 'isDefaultCampaign',
      type: 'boolean',
      comment: 'Whether it is the default campaign (API: isDefaultCampaign).',
      api: 'boolean',
    },
    phone_numbers: {
      path: 'campaignPhoneNumbers',
      type: 'text[]',
      comment: 'Phone numbers that tell the campaign (API: campaignPhoneNumbers).',
      api: 'texts',
    },
  },
  derivedFields: {},
  indexes: {},
  relations: {},
  syncedAfter: ['business-units'],
})
