import type { Id } from '../../definition/record.ts'

type EstimateItem = {
  id: number
  sku: {
    id: number
    name: string
    displayName: string
    type: string
    soldHours: number
    generalLedgerAccountId: number
    generalLedgerAccountName: string
    modifiedOn: string
  }
  skuAccount: string
  description: string
  membershipTypeId: number | null
  qty: number
  unitRate: number
  total: number
  unitCost: number
  totalCost: number
  itemGroupName: string
  itemGroupRootId: number | null
  createdOn: string
  modifiedOn: string
  chargeable: boolean | null
  invoiceItemId: number | null
  budgetCodeId: number | null
}

/** `Estimates.V2.ExportEstimatesResponse` */
export type EstimateRecord = {
  id: Id
  jobId: Id | null
  projectId: number | null
  locationId: Id | null
  customerId: Id | null
  name: string | null
  jobNumber: string | null
  status: { value: number; name: string } | null
  reviewStatus: string
  summary: string | null
  createdOn: string
  modifiedOn: string
  soldOn: string | null
  soldBy: Id | null
  active: boolean
  items: EstimateItem[] | null
  externalLinks: { name: string; url: string }[] | null
  subtotal: number
  tax: number
  businessUnitId: number | null
  businessUnitName: string | null
  isRecommended: boolean
  budgetCodeId: number | null
  isChangeOrder: boolean
  proposalTagName: string | null
  depositAmount: number | null
  depositPercent: number | null
  requireDepositOnSignature: boolean | null
}
