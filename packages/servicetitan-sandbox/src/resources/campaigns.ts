import { timesOf } from '../definition/common.ts'
import { containsText, isAnyText } from '../definition/filter.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { createRandom, unit } from '../lib/random.ts'
import { businessUnitNameOf, CAMPAIGNS, labelOf } from '../world/labels.ts'
import type { World } from '../world/world.ts'

/** `Marketing.V2.CampaignResponse` */
export type CampaignRecord = {
  id: Id
  name: string
  modifiedOn: string
  createdOn: string
  active: boolean
  isDefaultCampaign: boolean | null
  category: { id: number; name: string; active: boolean } | null
  source: string | null
  otherSource: string | null
  businessUnit: string | null
  medium: string | null
  otherMedium: string | null
  campaignPhoneNumbers: string[] | null
}

const SALT = { active: 113, record: 114 }
const CATEGORIES = ['Digital', 'Print', 'Word of mouth']

const isActive = (world: World, rank: number): boolean => unit(world.key, rank, SALT.active) >= 0.2

const createRecord = (world: World, rank: number): CampaignRecord => {
  const { campaigns, 'business-units': businessUnits } = world.timelines
  const random = createRandom(world.key ^ SALT.record, rank)
  const category = random.int(CATEGORIES.length)
  const phone = `91855503${String(rank % 100).padStart(2, '0')}`
  return {
    id: campaigns.idOf(rank),
    name: labelOf(CAMPAIGNS, rank),
    ...timesOf(campaigns, rank),
    active: isActive(world, rank),
    isDefaultCampaign: random.chance(0.5) ? null : rank === 0,
    category: random.chance(0.2)
      ? null
      : { id: 31 + category, name: CATEGORIES[category] ?? '', active: category !== 1 },
    source: random.chance(0.4) ? null : random.pick(['Google', 'Valpak', 'Neighbor', 'Other']),
    otherSource: null,
    businessUnit:
      businessUnits.size === 0 || random.chance(0.5)
        ? null
        : businessUnitNameOf(random.int(businessUnits.size)),
    medium: random.chance(0.5) ? null : random.pick(['Online', 'Mail', 'Radio']),
    otherMedium: null,
    campaignPhoneNumbers: random.chance(0.3) ? null : random.chance(0.5) ? [phone] : [],
  }
}

/** Source: OpenAPI `marketing-v2`, operations `Campaigns_GetList` and `Campaigns_Get`. */
export const campaigns: Resource<CampaignRecord> = {
  ...listDefaults,
  name: 'campaigns',
  module: 'marketing',
  scope: 'tn.mrk.campaigns:r',
  hasExport: false,
  sortFields: ['Id', 'Name', 'CreatedOn', 'ModifiedOn'],
  filters: [
    containsText('name', ({ name }) => name),
    isAnyText('campaignPhoneNumber', ({ campaignPhoneNumbers }) => campaignPhoneNumbers),
  ],
  size: { defaultSize: ({ isEmpty }) => (isEmpty ? 0 : 30) },
  origin: { firstId: 8_800 },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true, isDefaultCampaign: false }),
}
