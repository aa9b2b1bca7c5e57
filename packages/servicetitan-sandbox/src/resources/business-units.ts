import { addressOf, timesOf } from '../definition/common.ts'
import { containsText } from '../definition/filter.ts'
import type { ExternalData, Id } from '../definition/record.ts'
import { type Resource, unsortedListDefaults } from '../definition/resource.ts'
import { createRandom, unit } from '../lib/random.ts'
import { businessUnitNameOf, labelOf, TRADES } from '../world/labels.ts'
import { existingId, type World } from '../world/world.ts'

/** `TenantSettings.V2.ExportBusinessUnitResponse` */
export type BusinessUnitRecord = {
  id: Id
  active: boolean
  name: string
  officialName: string | null
  email: string | null
  currency: string | null
  phoneNumber: string | null
  invoiceHeader: string | null
  invoiceMessage: string | null
  defaultTaxRate: number | null
  authorizationParagraph: string | null
  acknowledgementParagraph: string | null
  address: {
    street: string | null
    unit: string | null
    city: string | null
    state: string | null
    zip: string | null
    country: string | null
    latitude: number | null
    longitude: number | null
    isManualCoordinates: boolean
    isMilitary: boolean
  } | null
  materialSku: string | null
  quickbooksClass: string | null
  accountCode: string | null
  franchiseId: string | null
  conceptCode: string | null
  corporateContractNumber: string | null
  trade: { id: number; name: string } | null
  division: { id: number; name: string } | null
  tagTypeIds: number[] | null
  tenant: {
    id: number
    name: string
    accountCode: string | null
    franchiseId: string | null
    conceptCode: string | null
    modifiedOn: string
  } | null
  createdOn: string
  modifiedOn: string
  externalData: ExternalData[] | null
  certifiedSentriconSpecialistCode: string | null
}

const SALT = { active: 111, record: 112 }

const isActive = (world: World, rank: number): boolean =>
  rank % 5 !== 4 || unit(world.key, rank, SALT.active) >= 0.9

const createRecord = (world: World, rank: number): BusinessUnitRecord => {
  const { 'business-units': businessUnits } = world.timelines
  const random = createRandom(world.key ^ SALT.record, rank)
  const name = businessUnitNameOf(rank)
  const tag = existingId(world.timelines['tag-types'], world.now, random.int(1000) / 1000)
  const times = timesOf(businessUnits, rank)
  return {
    id: businessUnits.idOf(rank),
    active: isActive(world, rank),
    name,
    officialName: random.chance(0.3) ? null : `${name} LLC`,
    email: random.chance(0.2) ? null : `unit${rank + 1}@example.test`,
    currency: random.chance(0.1) ? null : 'USD',
    phoneNumber: random.chance(0.2) ? null : `91855502${String(rank % 100).padStart(2, '0')}`,
    invoiceHeader: random.chance(0.4) ? null : `<p><b>${name}</b> — licensed &amp; insured</p>`,
    invoiceMessage: random.chance(0.4) ? null : '<p>Thank you for your business.</p>',
    defaultTaxRate: random.chance(0.3) ? null : random.int(1_000) / 10_000,
    authorizationParagraph: random.chance(0.5) ? null : '<p>I authorize the work described above.</p>',
    acknowledgementParagraph: random.chance(0.5) ? null : '<p>The work has been completed.</p>',
    address: random.chance(0.2)
      ? null
      : { ...addressOf(random), isManualCoordinates: random.chance(0.1), isMilitary: false },
    materialSku: null,
    quickbooksClass: random.chance(0.5) ? null : name,
    accountCode: random.chance(0.5) ? null : String(4_000 + 10 * rank),
    franchiseId: null,
    conceptCode: null,
    corporateContractNumber: null,
    trade: { id: 1 + (rank % TRADES.length), name: labelOf(TRADES, rank) },
    division: random.chance(0.4)
      ? null
      : { id: 1 + (rank % 2), name: rank % 2 === 0 ? 'Service' : 'Install' },
    tagTypeIds: random.chance(0.3) ? null : tag === null ? [] : [tag],
    tenant: random.chance(0.2)
      ? null
      : {
          id: 1_000_001,
          name: 'Bluestem Comfort',
          accountCode: null,
          franchiseId: null,
          conceptCode: null,
          modifiedOn: times.createdOn,
        },
    ...times,
    externalData: random.chance(0.5) ? null : [],
    certifiedSentriconSpecialistCode: null,
  }
}

/** Source: OpenAPI `settings-v2`, operations `BusinessUnits_GetList`, `BusinessUnits_Get`, `Export_BusinessUnits`. */
export const businessUnits: Resource<BusinessUnitRecord> = {
  ...unsortedListDefaults,
  name: 'business-units',
  module: 'settings',
  scope: 'tn.stt.businessunits:r',
  filters: [containsText('name', ({ name }) => name)],
  unsupported: ['externalDataApplicationGuid'],
  decimals: ['defaultTaxRate'],
  size: { defaultSize: ({ isEmpty }) => (isEmpty ? 0 : 5) },
  origin: { firstId: 600 },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true }),
}
