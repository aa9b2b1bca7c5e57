import { amountOf, type timesOf, userIdOf } from '../definition/common.ts'
import type { Account, Amount, Named } from '../definition/record.ts'
import { createRandom } from '../lib/random.ts'
import { SKUS } from '../world/labels.ts'
import type { World } from '../world/world.ts'

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

const SALT = 92

/** The first id of items; each invoice has ids for the largest number of items. */
export const FIRST_ITEM_ID = 120_000_000
export const MAX_ITEMS = 4

const account = (id: number, name: string, type: string) => ({
  id,
  name,
  number: String(id),
  type,
  detailType: null,
})

/** The items of an invoice, which share its subtotal; none without revenue. */
export const invoiceItemsOf = (
  world: World,
  rank: number,
  of: {
    cents: number
    times: ReturnType<typeof timesOf>
    businessUnit: Named
    seller: number | null
    /** The hours of work of the whole invoice. */
    soldHours: number
  },
): InvoiceItem[] => {
  if (of.cents === 0) return []
  const random = createRandom(world.key ^ SALT, rank)
  const count = 1 + random.int(3)
  const share = Math.floor(of.cents / count)
  return Array.from({ length: count }, (_, index) => {
    const number = random.int(SKUS.length)
    const sku = SKUS[number] ?? SKUS[0]
    const total = index === count - 1 ? of.cents - share * (count - 1) : share
    const cost = Math.floor(total * 0.4)
    return {
      id: FIRST_ITEM_ID + rank * MAX_ITEMS + index,
      description: `<p>${sku.displayName}</p>`,
      quantity: '1.00',
      cost: amountOf(cost),
      totalCost: amountOf(cost),
      budgetCodeId: null,
      inventoryLocationId: sku.type === 'Material' ? 5_100 : null,
      inventoryLocation: sku.type === 'Material' ? 'Truck 7' : null,
      price: amountOf(total),
      type: sku.type,
      skuName: sku.name,
      skuId: 400 + number,
      total: amountOf(total),
      inventory: sku.type === 'Material',
      taxable: random.chance(0.8),
      isChargeable: true,
      generalLedgerAccount: account(4_010, 'Sales', 'Income'),
      costOfSaleAccount: sku.type === 'Service' ? null : account(5_010, 'Parts', 'CostOfGoodsSold'),
      assetAccount: null,
      membershipTypeId: 0,
      itemGroup: random.chance(0.1) ? { rootId: 900 + random.int(50), name: null } : null,
      displayName: sku.displayName,
      soldHours: index === 0 ? of.soldHours : null,
      ...of.times,
      serviceDate: random.chance(0.5) ? null : of.times.createdOn,
      order: index,
      businessUnit: of.businessUnit,
      createdById: userIdOf(world, random),
      displayInAmount: random.chance(0.5) ? null : true,
      importId: null,
      exportId: null,
      inventoryStatus: null,
      addOn: random.chance(0.05),
      memberPrice: random.chance(0.5) ? null : amountOf(Math.floor(total * 0.9)),
      technicianId: of.seller,
      installedEquipmentId: null,
      estimateItemId: null,
    }
  })
}
