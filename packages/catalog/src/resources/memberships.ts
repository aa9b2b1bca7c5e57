import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI memberships-v2: GET /tenant/{tenant}/memberships and /tenant/{tenant}/export/memberships.
 */
export const memberships = defineResource({
  name: 'memberships',
  type: 'Membership',
  comment: 'Memberships of customers.',
  module: 'memberships',
  listPath: 'memberships',
  exportPath: 'export/memberships',
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.mem.memberships:r',
  exampleId: '12300004',
  fields: {
    required: fieldNames(`
      id createdOn modifiedOn followUpOn billingFrequency status followUpStatus active
      initialDeferredRevenue businessUnitId customerId membershipTypeId customFields
    `),
    optional: fieldNames(`
      createdById cancellationDate from nextScheduledBillDate to renewalBillingFrequency
      duration renewalDuration activatedById activatedFromId billingTemplateId
      cancellationBalanceInvoiceId cancellationInvoiceId followUpCustomStatusId locationId
      paymentMethodId paymentTypeId recurringLocationId renewalMembershipTaskId renewedById
      soldById customerPo importId memo
    `),
  },
  droppedPaths: [],
  columns: {
    customer_id: {
      path: 'customerId',
      type: 'bigint',
      comment: 'The customer (API: customerId).',
      api: 'id',
    },
    location_id: {
      path: 'locationId',
      type: 'bigint',
      comment: 'The location; NULL: all of them (API: locationId).',
      api: 'id',
    },
    business_unit_id: {
      path: 'businessUnitId',
      type: 'bigint',
      comment: 'The business unit (API: businessUnitId).',
      api: 'id',
    },
    membership_type_id: {
      path: 'membershipTypeId',
      type: 'bigint',
      comment: 'The type (API: membershipTypeId).',
      api: 'id',
    },
    status: {
      path: 'status',
      type: 'text',
      comment: 'Active, Suspended, Expired, Canceled or Deleted (API: status).',
      api: 'text',
    },
    starts_on: { path: 'from', type: 'timestamptz', comment: 'When it begins (API: from).', api: 'instant' },
    ends_on: {
      path: 'to',
      type: 'timestamptz',
      comment: 'When it ends; NULL: it does not (API: to).',
      api: 'instant',
    },
    canceled_on: {
      path: 'cancellationDate',
      type: 'timestamptz',
      comment: 'When it was or will be canceled (API: cancellationDate).',
      api: 'instant',
    },
    billing_frequency: {
      path: 'billingFrequency',
      type: 'text',
      comment: 'How often it is billed, such as Monthly (API: billingFrequency).',
      api: 'text',
    },
    next_bill_on: {
      path: 'nextScheduledBillDate',
      type: 'timestamptz',
      comment: 'When it is billed next (API: nextScheduledBillDate).',
      api: 'instant',
    },
    duration: {
      path: 'duration',
      type: 'integer',
      comment: 'Its length in months; NULL: it has no end (API: duration).',
      api: 'integer',
    },
    follow_up_status: {
      path: 'followUpStatus',
      type: 'text',
      comment: 'NotAttempted, Unreachable, Contacted, Won or Dismissed (API: followUpStatus).',
      api: 'text',
    },
    sold_by_id: { path: 'soldById', type: 'bigint', comment: 'Who sold it (API: soldById).', api: 'id' },
    renewed_by_id: {
      path: 'renewedById',
      type: 'bigint',
      comment: 'The membership that renews it (API: renewedById).',
      api: 'id',
    },
    memo: { path: 'memo', type: 'text', comment: 'Memo (API: memo).', api: 'text' },
  },
  derivedFields: {},
  indexes: {
    st_memberships_customer_idx: {
      columns: ['tenant_id', 'customer_id'],
      queries: ['the memberships of a customer'],
    },
  },
  relations: {
    customer: { one: 'customers', by: 'customer_id' },
    location: { one: 'locations', by: 'location_id' },
    type: { one: 'membership-types', by: 'membership_type_id' },
  },
  syncedAfter: ['business-units', 'customers', 'locations', 'membership-types'],
})
