import type { Id, Named } from '../../definition/record.ts'

/** Amounts are texts such as "125.00" on the wire. */
type Amount = string

type Account = {
  id: number
  name: string | null
  number: string | null
  type: string | null
  detailType: string | null
}

type InvoiceAddress = {
  street: string | null
  unit: string | null
  city: string | null
  state: string | null
  zip: string | null
  country: string | null
}

export type InvoiceItem = {
  id: number
  description: string | null
  quantity: Amount | null
  cost: Amount | null
  totalCost: Amount | null
  budgetCodeId: number | null
  inventoryLocationId: number | null
  inventoryLocation: string | null
  price: Amount | null
  type: string
  skuName: string | null
  skuId: number
  total: Amount | null
  inventory: boolean
  taxable: boolean
  isChargeable: boolean
  generalLedgerAccount: Account | null
  costOfSaleAccount: Account | null
  assetAccount: Account | null
  membershipTypeId: number
  itemGroup: { rootId: number; name: string | null } | null
  displayName: string | null
  soldHours: number | null
  createdOn: string
  modifiedOn: string
  serviceDate: string | null
  order: number
  businessUnit: Named | null
  createdById: number | null
  displayInAmount: boolean | null
  importId: string | null
  exportId: string | null
  inventoryStatus: string | null
  addOn: boolean
  memberPrice: Amount | null
  technicianId: number | null
  installedEquipmentId: number | null
  estimateItemId: number | null
}

/** `Accounting.V2.ExportInvoiceResponse` */
export type InvoiceRecord = {
  id: Id
  syncStatus: string | null
  budgetCodeId: number | null
  referenceNumber: string | null
  invoiceDate: string | null
  dueDate: string | null
  subTotal: Amount | null
  salesTax: Amount | null
  salesTaxCode: { id: number; name: string | null; taxRate: number } | null
  taxZoneId: number | null
  total: Amount | null
  balance: Amount | null
  invoiceType: Named | null
  customer: Named | null
  customerAddress: InvoiceAddress | null
  location: Named | null
  locationAddress: InvoiceAddress | null
  businessUnit: Named | null
  termName: string | null
  createdBy: string | null
  batch: { id: number; number: string | null; name: string | null } | null
  depositedOn: string | null
  createdOn: string
  /** The contract allows null; generated records always have one. */
  modifiedOn: string
  adjustmentToId: Id | null
  job: { id: Id; number: string | null; type: string | null } | null
  projectId: number | null
  royalty: { status: string | null; date: string | null; sentOn: string | null; memo: string | null } | null
  employeeInfo: { id: Id; name: string | null; modifiedOn: string } | null
  commissionEligibilityDate: string | null
  sentStatus: string
  reviewStatus: string
  assignedTo: Named | null
  summary: string | null
  items: InvoiceItem[] | null
  customFields: { name: string | null; value: string | null }[] | null
  active: boolean
  discountTotal: Amount | null
  importId: string | null
  exportId: string | null
  materialSkuId: number | null
  membershipId: number | null
  paidOn: string | null
  invoiceConfiguration: string
}

/** `Accounting.V2.ExportPaymentResponse` */
export type PaymentRecord = {
  id: Id
  active: boolean
  appliedTo:
    | {
        appliedAmount: Amount | null
        appliedBy: string | null
        appliedId: number
        appliedOn: string | null
        appliedTo: Id
        appliedToReferenceNumber: string | null
      }[]
    | null
  authCode: string | null
  batch: { id: number; number: string | null; name: string | null } | null
  businessUnit: Named | null
  checkNumber: string | null
  createdBy: string | null
  createdOn: string
  customer: Named | null
  customFields: { name: string; value: string }[] | null
  date: string | null
  deposit: Named | null
  generalLedgerAccount: Account | null
  memo: string | null
  modifiedOn: string
  referenceNumber: string | null
  refundedPaymentId: number | null
  syncStatus: string | null
  total: Amount | null
  /** The payment type's name. */
  type: string | null
  /** A text on the wire, unlike every other id. */
  typeId: string | null
  unappliedAmount: Amount | null
}
