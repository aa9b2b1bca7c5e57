import { addressOf, timesOf, userIdOf } from '../definition/common.ts'
import { containsText, isNumber, isText } from '../definition/filter.ts'
import type { CustomerAddress, CustomField, ExternalData, Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { identityOf } from '../facts/customer-identity.ts'
import { isTaxExempt } from '../facts/invoice-money.ts'
import { isMergedCustomer, mayBeMergeTarget } from '../facts/ownership.ts'
import { createRandom, unit } from '../lib/random.ts'
import { existingId, type World } from '../world/world.ts'

/** `Crm.V2.ExportCustomerResponse` */
export type CustomerRecord = {
  id: Id
  active: boolean
  name: string
  type: string
  address: CustomerAddress
  customFields: CustomField[]
  balance: number
  taxExempt: boolean
  tagTypeIds: number[]
  doNotMail: boolean
  doNotService: boolean
  nationalAccount: boolean
  createdOn: string
  createdById: number
  modifiedOn: string
  mergedToId: Id | null
  paymentTermId: number | null
  creditLimit: number | null
  creditLimitBalance: number | null
  externalData: ExternalData[]
}

const SALT = { inactive: 25, record: 26 }

const isActive = (world: World, rank: number): boolean =>
  !isMergedCustomer(world, rank) && (mayBeMergeTarget(rank) || unit(world.key, rank, SALT.inactive) >= 0.04)

const createRecord = (world: World, rank: number): CustomerRecord => {
  const { customers } = world.timelines
  const random = createRandom(world.key ^ SALT.record, rank)
  const { name, isBusiness } = identityOf(world, rank)
  const tag = existingId(world.timelines['tag-types'], customers.createdAt(rank), random.int(1000) / 1000)
  const limit = isBusiness && random.chance(0.4) ? 100 * random.int(900) : null
  const balance = random.chance(0.15) ? random.int(900_000) / 100 : 0
  return {
    id: customers.idOf(rank),
    active: isActive(world, rank),
    name,
    type: isBusiness ? 'Commercial' : 'Residential',
    address: addressOf(random),
    customFields: random.chance(0.1)
      ? [{ typeId: 7_711_105, name: 'Account manager', value: random.chance(0.7) ? 'Gwen' : null }]
      : [],
    balance,
    taxExempt: isTaxExempt(world, rank),
    tagTypeIds: tag !== null && random.chance(0.2) ? [tag] : [],
    doNotMail: random.chance(0.1),
    doNotService: random.chance(0.01),
    nationalAccount: isBusiness && random.chance(0.1),
    createdById: userIdOf(world, random),
    ...timesOf(customers, rank),
    mergedToId: isMergedCustomer(world, rank) ? customers.idOf(rank - 1) : null,
    paymentTermId: random.chance(0.3) ? 3_100 + random.int(4) : null,
    creditLimit: limit,
    creditLimitBalance: limit === null ? null : limit - Math.min(limit, Math.floor(balance)),
    externalData: [],
  }
}

/** Source: OpenAPI `crm-v2`, operations `Customers_GetList`, `Customers_Get` and `ExportCustomers_GetCustomers`. */
export const customers: Resource<CustomerRecord> = {
  ...listDefaults,
  name: 'customers',
  module: 'crm',
  scope: 'tn.crm.customers:r',
  filters: [
    containsText('name', ({ name }) => name),
    containsText('street', ({ address }) => address.street),
    isText('unit', ({ address }) => address.unit),
    isText('city', ({ address }) => address.city),
    isText('state', ({ address }) => address.state),
    isText('zip', ({ address }) => address.zip),
    isText('country', ({ address }) => address.country),
    isNumber('latitude', ({ address }) => address.latitude),
    isNumber('longitude', ({ address }) => address.longitude),
  ],
  externalData: 'filtered',
  unsupported: ['excludeAccountingChangesFromModifiedDateRange', 'phone'],
  decimals: ['balance', 'creditLimit', 'creditLimitBalance'],
  size: { defaultSize: ({ of }) => Math.ceil((of('locations') * 6) / 7) },
  origin: { firstId: 41_000_000 },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true, mergedToId: null, balance: 0 }),
}
