import { exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI accounting-v2: GET /tenant/{tenant}/invoices, with `activeState` instead of `active`, and
 * /tenant/{tenant}/export/invoices. What the list can be sorted by is not documented; `Id` is what the other lists know.
 */
export const invoices: Resource = {
  name: 'invoices',
  module: 'accounting',
  listPath: 'invoices',
  exportPath: 'export/invoices',
  listParams: { activeState: 'All' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['activeState', 'ids', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.acc.invoices:r',
  fields: {
    required: fieldNames('active invoiceConfiguration id createdOn sentStatus reviewStatus'),
    optional: fieldNames(`
      summary items customFields discountTotal importId exportId materialSkuId membershipId paidOn
      syncStatus budgetCodeId referenceNumber invoiceDate dueDate subTotal salesTax salesTaxCode
      taxZoneId total balance invoiceType customer customerAddress location locationAddress
      businessUnit termName createdBy batch depositedOn modifiedOn adjustmentToId job projectId
      royalty employeeInfo commissionEligibilityDate assignedTo
    `),
  },
}
