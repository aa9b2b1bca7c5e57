import { timesOf } from '../definition/common.ts'
import { containsText, isAnyText } from '../definition/filter.ts'
import { type Resource, usualList } from '../definition/resource.ts'
import { createRandom, unit } from '../lib/random.ts'
import { CAMPAIGNS, labelOf } from '../world/labels.ts'
import type { World } from '../world/world.ts'
import { businessUnitNameOf } from './business-units.ts'
import type { CampaignRecord } from './records/marketing.ts'

const SALT = { active: 113, record: 114 }
const CATEGORIES = ['Digital', 'Print', 'Word of mouth']

const isActive = (world: World, rank: number): boolean => unit(world.key, rank, SALT.active) >= 0.2

const createRecord = (world: World, rank: number): CampaignRecord => {
  const { campaigns, businessUnits } = world
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
export const campaigns: Resource<'campaigns'> = {
  ...usualList,
  name: 'campaigns',
  module: 'marketing',
  scope: 'tn.mrk.campaigns:r',
  hasExport: false,
  sortFields: ['Id', 'Name', 'CreatedOn', 'ModifiedOn'],
  filters: [
    containsText('name', ({ name }) => name),
    isAnyText('campaignPhoneNumber', ({ campaignPhoneNumbers }) => campaignPhoneNumbers),
  ],
  timelineOf: (world) => world.campaigns,
  isActive,
  createRecord,
  asNew: () => ({ active: true, isDefaultCampaign: false }),
}
