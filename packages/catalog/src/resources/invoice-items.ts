import { defineResource, exportParameters, fieldNames } from '../resource.ts'

/**
 * OpenAPI accounting-v2: GET /tenant/{tenant}/export/invoice-items. There is no list; invoices include their items.
 */
export const invoiceItems = defineResource({
  name: 'invoice-items',
  type: 'InvoiceItem',
  comment: 'Items of invoices, with their hours sold.',
  module: 'accounting',
  listPath: null,
  exportPath: 'export/invoice-items',
  listParams: {},
  exportParams: {},
  listOrder: {},
  listsInactive: true,
  listParameters: [],
  exportParameters,
  scope: 'tn.acc.invoiceitems:r',
  exampleId: '120000016',
  fields: {
    required: fieldNames(`
      id type skuId inventory taxable isChargeable membershipTypeId createdOn modifiedOn order
      addOn active invoiceId
    `),
    optional: fieldNames(`
      description quantity cost totalCost budgetCodeId inventoryLocationId inventoryLocation
      price skuName total generalLedgerAccount costOfSaleAccount assetAccount itemGroup
      displayName soldHours serviceDate businessUnit createdById displayInAmount importId
      exportId inventoryStatus memberPrice technicianId installedEquipmentId estimateItemId
    `),
  },
  droppedPaths: [],
  columns: {
    invoice_id: { path: 'invoiceId', type: 'bigint', comment: 'The invoice (API: invoiceId).', api: 'id' },
    item_type: {
      path: 'type',
      type: 'text',
      comment: 'Service, Material, Equipment, PriceModifier or Unspecified (API: type).',
      api: 'text',
    },
    sku_id: { path: 'skuId', type: 'bigint', comment: 'The pricebook item (API: skuId).', api: 'id' },
    sku_name: {
      path: 'skuName',
      type: 'text',
      comment: 'Name of the pricebook item (API: skuName).',
      api: 'text',
    },
    description: {
      path: 'description',
      type: 'text',
      comment: 'Description, as HTML (API: description).',
      api: 'text',
    },
    quantity: { path: 'quantity', type: 'amount', comment: 'Quantity (API: quantity).', api: 'decimal' },
    price: {
      path: 'price',
      type: 'amount',
      comment: "Price of one, in the tenant's currency (API: price).",
      api: 'decimal',
    },
    total: { path: 'total', type: 'amount', comment: 'Price of all (API: total).', api: 'decimal' },
    cost: { path: 'cost', type: 'amount', comment: 'Cost of one (API: cost).', api: 'decimal' },
    total_cost: {
      path: 'totalCost',
      type: 'amount',
      comment: 'Cost of all (API: totalCost).',
      api: 'decimal',
    },
    sold_hours: {
      path: 'soldHours',
      type: 'numeric',
      comment: 'Hours that one sells (API: soldHours).',
      api: 'decimal',
    },
    account_type: {
      path: 'generalLedgerAccount.type',
      type: 'text',
      comment: 'Type of the general ledger account, such as Income (API: generalLedgerAccount.type).',
      api: 'text',
    },
    membership_type_id: {
      path: 'membershipTypeId',
      type: 'bigint',
      comment: 'The type of the membership that it sells; 0: none (API: membershipTypeId).',
      api: 'id',
    },
    technician_id: {
      path: 'technicianId',
      type: 'bigint',
      comment: 'The technician (API: technicianId).',
      api: 'id',
    },
    business_unit_id: {
      path: 'businessUnit.id',
      type: 'bigint',
      comment: 'The business unit (API: businessUnit.id).',
      api: 'id',
    },
    service_date: {
      path: 'serviceDate',
      type: 'timestamptz',
      comment: 'When the service was rendered (API: serviceDate).',
      api: 'instant',
    },
  },
  derivedFields: {},
  indexes: {
    st_invoice_items_invoice_idx: {
      columns: ['tenant_id', 'invoice_id'],
      queries: ['the items of an invoice'],
    },
  },
  relations: {
    invoice: { one: 'invoices', by: 'invoice_id' },
  },
  syncedAfter: ['invoices'],
})
