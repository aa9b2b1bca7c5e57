import { unit } from '../lib/random.ts'
import type { Ticks } from '../lib/ticks.ts'
import { CAMPAIGNS, rankNamed } from '../world/labels.ts'
import type { World } from '../world/world.ts'

const SALT = { name: 151, round: 152 }

/** By campaign name: how many jobs it brings, compared with others, and by which factor their customers buy more. */
const RESULTS = [
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
] as const

/** How many jobs a campaign brings, compared with others of its round of names. */
export const volumeOf = (campaign: number): number => RESULTS[campaign % RESULTS.length]?.volume ?? 1

/** By which factor the customers of a campaign buy more than others. */
export const qualityOf = (campaign: number): number => RESULTS[campaign % RESULTS.length]?.quality ?? 1

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
