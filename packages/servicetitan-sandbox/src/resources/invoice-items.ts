import { sizeOfPlaces } from '../definition/places.ts'
import type { Id } from '../definition/record.ts'
import { exportOnlyDefaults, type Resource } from '../definition/resource.ts'
import { FIRST_ITEM_ID, type InvoiceItem, MAX_ITEMS } from '../facts/invoice-items.ts'
import { memoByWorld } from '../world/memo-by-world.ts'
import type { World } from '../world/world.ts'
import { invoices } from './invoices.ts'

/** `Accounting.V2.ExportInvoiceItemResponse` */
export type InvoiceItemRecord = InvoiceItem & { active: boolean; invoiceId: Id }

/** The number of invoices whose items are cached: the items of one are usually read one after another. */
const INVOICES = 256

/** The items in an invoice's own record. */
const itemsOf = memoByWorld(
  INVOICES,
  (world, invoice): InvoiceItem[] => invoices.createRecord(world, invoice).items ?? [],
)

const placeOf = (rank: number) => ({ invoice: Math.floor(rank / MAX_ITEMS), place: rank % MAX_ITEMS })

const isPresent = (world: World, rank: number): boolean => {
  const { invoice, place } = placeOf(rank)
  return place < itemsOf(world, invoice).length
}

/** Items are as active as their invoice. */
const isActive = (world: World, rank: number): boolean => invoices.isActive(world, placeOf(rank).invoice)

const createRecord = (world: World, rank: number): InvoiceItemRecord => {
  const { invoice, place } = placeOf(rank)
  const item = itemsOf(world, invoice)[place]
  if (item === undefined) throw new Error(`Expected invoice ${invoice} to have ${place + 1} items`)
  return { ...item, active: isActive(world, rank), invoiceId: world.timelines.invoices.idOf(invoice) }
}

/**
 * The items of all invoices, equal to those in the invoices' `items`. Source: OpenAPI `accounting-v2`, operation
 * `Export_InvoiceItems`.
 */
export const invoiceItems: Resource<InvoiceItemRecord> = {
  ...exportOnlyDefaults,
  name: 'invoice-items',
  module: 'accounting',
  scope: 'tn.acc.invoiceitems:r',
  decimals: ['soldHours'],
  size: sizeOfPlaces('invoice-items', 'invoices', MAX_ITEMS),
  origin: { firstId: FIRST_ITEM_ID, parent: 'invoices', places: MAX_ITEMS },
  isPresent,
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true }),
}
