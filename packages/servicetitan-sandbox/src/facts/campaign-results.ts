import { unit } from '../lib/random.ts'
import type { Ticks } from '../lib/ticks.ts'
import { CAMPAIGNS, rankNamed } from '../world/labels.ts'
import type { World } from '../world/world.ts'

const SALT = { name: 151, round: 152 }

/** How many jobs a campaign brings, compared with others, and by which factor its customers buy more. */
type Results = { volume: number; quality: number }

/** In the order of the campaigns' names. */
const RESULTS: readonly Results[] = [
  { volume: 26, quality: 0.95 },
  { volume: 4, quality: 0.8 },
  { volume: 16, quality: 1.25 },
  { volume: 8, quality: 0.85 },
  { volume: 5, quality: 0.75 },
  { volume: 14, quality: 1 },
  { volume: 3, quality: 0.7 },
  { volume: 7, quality: 0.9 },
  { volume: 9, quality: 1.15 },
  { volume: 8, quality: 1.1 },
]

/** The largest volume of a campaign. */
export const MAX_VOLUME = Math.max(...RESULTS.map(({ volume }) => volume))

/** The results of a campaign, by its name with or without a number. */
export const resultsOf = (name: string): Results =>
  RESULTS[CAMPAIGNS.indexOf(name.replace(/ \d+$/, ''))] ?? { volume: 1, quality: 1 }

/** By which factor the customers of a campaign buy more than others, by its rank. */
export const qualityOf = (campaign: number): number => RESULTS[campaign % CAMPAIGNS.length]?.quality ?? 1

/** The rank of the campaign that brought a job, among those that existed. */
export const campaignAt = (world: World, job: number, at: Ticks): number => {
  const existing = Math.max(1, world.timelines.campaigns.firstCreatedFrom(at))
  const known = RESULTS.slice(0, existing)
  let left = unit(world.key, job, SALT.name) * known.reduce((sum, { volume }) => sum + volume, 0)
  const name = known.findIndex(({ volume }) => {
    left -= volume
    return left < 0
  })
  return rankNamed(CAMPAIGNS.length, Math.max(0, name), existing, unit(world.key, job, SALT.round))
}
