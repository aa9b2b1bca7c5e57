import { timesOf, userIdOf } from '../definition/common.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { createRandom, unit } from '../lib/random.ts'
import { labelOf, TEAMS } from '../world/labels.ts'
import type { World } from '../world/world.ts'

/** `Dispatch.V2.TeamResponse` */
export type TeamRecord = {
  id: Id
  active: boolean
  name: string | null
  createdBy: number | null
  createdOn: string
  modifiedOn: string
}

const SALT = { active: 119, record: 120 }

const nameOf = (rank: number): string => labelOf(TEAMS, rank)

/** The name by which technicians refer to a team, or null in a world without teams. */
export const teamNameOf = (world: World, rank: number): string | null =>
  world.timelines.teams.size === 0 ? null : nameOf(rank)

const isActive = (world: World, rank: number): boolean =>
  rank % 5 !== 4 || unit(world.key, rank, SALT.active) >= 0.9

const createRecord = (world: World, rank: number): TeamRecord => {
  const { teams } = world.timelines
  const random = createRandom(world.key ^ SALT.record, rank)
  return {
    id: teams.idOf(rank),
    active: isActive(world, rank),
    name: nameOf(rank),
    createdBy: random.chance(0.3) ? null : userIdOf(world, random),
    ...timesOf(teams, rank),
  }
}

/** Source: OpenAPI `dispatch-v2`, operations `Team_GetList` and `Team_Get`. */
export const teams: Resource<TeamRecord> = {
  ...listDefaults,
  name: 'teams',
  module: 'dispatch',
  scope: 'tn.dis.teams:r',
  hasExport: false,
  supportsIds: false,
  listActive: 'includeInactive',
  filters: [],
  size: { defaultSize: ({ of, isEmpty }) => (isEmpty ? 0 : 5 + Math.floor(of('technicians') / 40)) },
  origin: { firstId: 700 },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true }),
}
