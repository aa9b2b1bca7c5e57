import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI memberships-v2: GET /tenant/{tenant}/membership-types and /tenant/{tenant}/export/membership-types.
 */
export const membershipTypes = defineResource({
  name: 'membership-types',
  type: 'MembershipType',
  comment: 'Kinds of memberships that customers can buy.',
  module: 'memberships',
  listPath: 'membership-types',
  exportPath: 'export/membership-types',
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.mem.membershiptypes:r',
  exampleId: '7705',
  fields: {
    required: fieldNames(`
      id createdOn modifiedOn discount name active discountMode locationTarget
      revenueRecognitionMode autoCalculateInvoiceTemplates useMembershipPricingTable
      showMembershipSavings
    `),
    optional: fieldNames(`
      createdById importId billingTemplateId durationBilling discounts recurringServices
      tagTypeIds displayName
    `),
  },
  droppedPaths: [],
  columns: {
    name: { path: 'name', type: 'text', comment: 'Name (API: name).', api: 'text' },
    display_name: {
      path: 'displayName',
      type: 'text',
      comment: 'Name that customers see (API: displayName).',
      api: 'text',
    },
    discount_mode: {
      path: 'discountMode',
      type: 'text',
      comment: 'Basic, Units or Categories (API: discountMode).',
      api: 'text',
    },
    discount: {
      path: 'discount',
      type: 'numeric',
      comment: 'Discount in percent, if the mode is Basic (API: discount).',
      api: 'decimal',
    },
    location_target: {
      path: 'locationTarget',
      type: 'text',
      comment: 'AllLocations or SingleLocation (API: locationTarget).',
      api: 'text',
    },
    revenue_recognition_mode: {
      path: 'revenueRecognitionMode',
      type: 'text',
      comment: 'PointOfSale or Deferred (API: revenueRecognitionMode).',
      api: 'text',
    },
  },
  derivedFields: {},
  indexes: {},
  relations: {},
  syncedAfter: [],
})
