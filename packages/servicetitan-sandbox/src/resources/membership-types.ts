import { FIRST_USER_ID, timesOf } from '../definition/common.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { labelOf } from '../world/labels.ts'
import type { World } from '../world/world.ts'

/** `Memberships.V2.ExportMembershipTypeResponse` */
export type MembershipTypeRecord = {
  id: Id
  createdOn: string
  createdById: number | null
  modifiedOn: string
  importId: string | null
  billingTemplateId: number | null
  discount: number
  durationBilling: Record<string, unknown>[] | null
  discounts: Record<string, unknown>[] | null
  recurringServices: Record<string, unknown>[] | null
  tagTypeIds: number[] | null
  name: string
  displayName: string | null
  active: boolean
  discountMode: string
  locationTarget: string
  revenueRecognitionMode: string
  autoCalculateInvoiceTemplates: boolean
  useMembershipPricingTable: boolean
  showMembershipSavings: boolean
}

const NAMES = ['Maintenance agreement', 'Silver plan', 'Gold plan']

/** The oldest type is no longer sold. */
const isActive = (world: World, rank: number): boolean => rank > 0 || world.sizes['membership-types'] === 1

const createRecord = (world: World, rank: number): MembershipTypeRecord => {
  const timeline = world.timelines['membership-types']
  return {
    id: timeline.idOf(rank),
    ...timesOf(timeline, rank),
    createdById: world.sizes.employees === 0 ? null : FIRST_USER_ID,
    importId: null,
    billingTemplateId: null,
    discount: 10 + 5 * (rank % 3),
    durationBilling: null,
    discounts: null,
    recurringServices: null,
    tagTypeIds: null,
    name: labelOf(NAMES, rank),
    displayName: rank === 0 ? null : labelOf(NAMES, rank),
    active: isActive(world, rank),
    discountMode: 'Basic',
    locationTarget: rank % 2 === 0 ? 'SingleLocation' : 'AllLocations',
    revenueRecognitionMode: rank % 2 === 0 ? 'PointOfSale' : 'Deferred',
    autoCalculateInvoiceTemplates: false,
    useMembershipPricingTable: true,
    showMembershipSavings: true,
  }
}

/**
 * Source: OpenAPI `memberships-v2`, operations `MembershipTypes_GetList`, `MembershipTypes_Get` and
 * `Export_MembershipTypes`. Prices, discounts, services and tags of a type are loaded only if they are requested, which
 * is not simulated: they are null, also in the export, which documents the same. The sort fields are not documented.
 */
export const membershipTypes: Resource<MembershipTypeRecord> = {
  ...listDefaults,
  name: 'membership-types',
  module: 'memberships',
  scope: 'tn.mem.membershiptypes:r',
  filters: [],
  unsupported: [
    'duration',
    'billingFrequency',
    'includeDurationBilling',
    'includeDiscounts',
    'includeRecurringServices',
    'includeTags',
  ],
  decimals: ['discount'],
  size: { defaultSize: ({ isEmpty }) => (isEmpty ? 0 : NAMES.length) },
  origin: { firstId: 7_700 },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true }),
}
