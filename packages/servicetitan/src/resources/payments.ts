import { exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI accounting-v2: GET /tenant/{tenant}/payments, with `activeState` instead of `active`, and
 * /tenant/{tenant}/export/payments. What the list can be sorted by is not documented; `Id` is what the other lists know.
 */
export const payments: Resource = {
  name: 'payments',
  module: 'accounting',
  listPath: 'payments',
  exportPath: 'export/payments',
  listParams: { activeState: 'All' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['activeState', 'ids', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.acc.payments:r',
  fields: {
    required: fieldNames('active createdOn id modifiedOn'),
    optional: fieldNames(`
      appliedTo authCode batch businessUnit checkNumber createdBy customer customFields date deposit
      generalLedgerAccount memo referenceNumber refundedPaymentId syncStatus total type typeId
      unappliedAmount
    `),
  },
}
