import { timesOf } from '../definition/common.ts'
import { isInteger } from '../definition/filter.ts'
import { sizeOfPlaces } from '../definition/places.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { unit } from '../lib/random.ts'
import { formatTicks, TICKS_PER_DAY } from '../lib/ticks.ts'
import type { World } from '../world/world.ts'

/** `Marketing.V2.CampaignCostResponse`; the times and `active` are internal. */
export type CampaignCostRecord = {
  id: Id
  year: number
  month: number
  dailyCost: number
  campaignId: Id
  createdOn: string
  modifiedOn: string
  active: boolean
}

const SALT = { isFree: 201, level: 202, month: 203, isMissing: 204 }

/** The months with costs: this one and those before it. */
const MONTHS = 36

/** The share of campaigns without costs, such as referrals, and of months whose costs were not entered. */
const FREE_SHARE = 0.3
const MISSING_SHARE = 0.06

/** What campaigns spend for each job that they bring, in dollars. */
const CHEAPEST = 25
const DEAREST = 260

/** The factor of each month's budget: contractors advertise before the heat and before the cold. */
const SEASON = [1, 0.8, 0.9, 1.2, 1.5, 1.4, 1.1, 0.9, 0.9, 1.2, 1.3, 1]

const placeOf = (rank: number) => ({ campaign: Math.floor(rank / MONTHS), ago: MONTHS - 1 - (rank % MONTHS) })

/** The year and the month, from 1, that began a number of months ago. */
const monthOf = (world: World, ago: number): { year: number; month: number } => {
  const [year = 0, month = 0] = formatTicks(world.now).split('-').map(Number)
  const months = 12 * year + month - 1 - ago
  return { year: Math.floor(months / 12), month: (months % 12) + 1 }
}

const firstDayOf = ({ year, month }: { year: number; month: number }): string =>
  `${year}-${String(month).padStart(2, '0')}-01T00:00:00Z`

const isPresent = (world: World, rank: number): boolean => {
  const { campaign, ago } = placeOf(rank)
  if (unit(world.key, campaign, SALT.isFree) < FREE_SHARE) return false
  if (unit(world.key, rank, SALT.isMissing) < MISSING_SHARE) return false
  const created = world.timelines.campaigns.createdAt(campaign)
  return formatTicks(created) < firstDayOf(monthOf(world, ago))
}

/** The jobs that are booked in a day. */
const jobsPerDay = ({ timelines: { jobs } }: World): number =>
  jobs.size < 2 ? 1 : (jobs.size * TICKS_PER_DAY) / (jobs.createdAt(jobs.size - 1) - jobs.createdAt(0))

/**
 * A day's costs: what the campaign spends for a job, for its share of the jobs, by season and with small differences.
 */
const dailyCostOf = (
  world: World,
  { campaign, rank, month }: { campaign: number; rank: number; month: number },
): number => {
  const perJob = CHEAPEST + (DEAREST - CHEAPEST) * unit(world.key, campaign, SALT.level) ** 2
  const jobs = jobsPerDay(world) / world.sizes.campaigns
  const factor = (SEASON[month - 1] ?? 1) * (0.85 + 0.3 * unit(world.key, rank, SALT.month))
  return Math.max(1, Math.round(100 * perJob * jobs * factor)) / 100
}

const createRecord = (world: World, rank: number): CampaignCostRecord => {
  const timeline = world.timelines['campaign-costs']
  const { campaign, ago } = placeOf(rank)
  const { year, month } = monthOf(world, ago)
  return {
    id: timeline.idOf(rank),
    year,
    month,
    dailyCost: dailyCostOf(world, { campaign, rank, month }),
    campaignId: world.timelines.campaigns.idOf(campaign),
    ...timesOf(timeline, rank),
    active: true,
  }
}

/** Source: OpenAPI `marketing-v2`, operations `CampaignCosts_GetList` and `CampaignCosts_Get`. */
export const campaignCosts: Resource<CampaignCostRecord> = {
  ...listDefaults,
  name: 'campaign-costs',
  path: 'costs',
  module: 'marketing',
  scope: 'tn.mrk.costs:r',
  hasExport: false,
  supportsIds: false,
  hasTimeRanges: false,
  sortFields: ['Id', 'Date'],
  listActive: 'always',
  filters: [
    isInteger('year', ({ year }) => year),
    isInteger('month', ({ month }) => month),
    isInteger('campaignId', ({ campaignId }) => campaignId),
  ],
  decimals: ['dailyCost'],
  internal: ['createdOn', 'modifiedOn', 'active'],
  size: sizeOfPlaces('campaign-costs', 'campaigns', MONTHS),
  origin: { firstId: 9_400, parent: 'campaigns', places: MONTHS },
  isPresent,
  isActive: () => true,
  createRecord,
  newRecordFields: () => ({ active: true }),
}
