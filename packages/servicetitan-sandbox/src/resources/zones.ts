import { timesOf, userIdOf } from '../definition/common.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { createRandom, unit } from '../lib/random.ts'
import { labelOf, ZONES } from '../world/labels.ts'
import { CITIES } from '../world/names.ts'
import type { World } from '../world/world.ts'

/** `Dispatch.V2.ZoneResponse` */
export type ZoneRecord = {
  id: Id
  active: boolean
  name: string | null
  zips: string[] | null
  cities: string[] | null
  territoryNumbers: string[] | null
  locnNumbers: string[] | null
  createdBy: number
  createdOn: string
  modifiedOn: string
  serviceDaysEnabled: boolean
  serviceDays: string[] | null
  businessUnits: number[] | null
  technicians: number[] | null
}

const SALT = { active: 117, record: 118 }
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']

/** Maximum number of technicians in a zone's record; any others are omitted. */
const MAX_TECHNICIANS = 200

/** The ranks of a technician's zones, the main one first. */
export const zonesOfTechnician = (world: World, technician: number): number[] => {
  const { size } = world.timelines.zones
  if (size === 0) return []
  return [...new Set([technician % size, (technician + 1) % size])]
}

/** The ranks of the technicians who work in a zone: the inverse of `zonesOfTechnician`. */
const techniciansOfZone = (world: World, rank: number): number[] => {
  const found = new Set<number>()
  const { size } = world.timelines.zones
  for (let round = 0; round < MAX_TECHNICIANS / 2; round++) {
    for (const technician of [round * size + rank - 1, round * size + rank]) {
      const isThere = technician >= 0 && technician < world.timelines.technicians.size
      if (isThere && zonesOfTechnician(world, technician).includes(rank)) found.add(technician)
    }
    // The first zone is also the second one of the last technician of each round.
    const last = round * size + size - 1
    if (rank === 0 && last < world.timelines.technicians.size) found.add(last)
  }
  return [...found].sort((a, b) => a - b)
}

const isActive = (world: World, rank: number): boolean =>
  rank % 6 !== 5 || unit(world.key, rank, SALT.active) >= 0.9

const createRecord = (world: World, rank: number): ZoneRecord => {
  const { zones, 'business-units': businessUnits, technicians } = world.timelines
  const random = createRandom(world.key ^ SALT.record, rank)
  const { city, zip } = random.pick(CITIES)
  return {
    id: zones.idOf(rank),
    active: isActive(world, rank),
    name: random.chance(0.05) ? null : labelOf(ZONES, rank),
    zips: random.chance(0.1) ? null : [zip, zip + 1, zip + 2].map((code) => String(code).padStart(5, '0')),
    cities: random.chance(0.1) ? null : [city],
    territoryNumbers: random.chance(0.7) ? null : [],
    locnNumbers: random.chance(0.7) ? null : [],
    createdBy: userIdOf(world, random),
    ...timesOf(zones, rank),
    serviceDaysEnabled: random.chance(0.5),
    serviceDays: random.chance(0.5) ? null : WEEKDAYS,
    businessUnits:
      businessUnits.size === 0 || random.chance(0.2)
        ? null
        : [businessUnits.idOf(random.int(businessUnits.size))],
    technicians: random.chance(0.1) ? null : techniciansOfZone(world, rank).map(technicians.idOf),
  }
}

/** Source: OpenAPI `dispatch-v2`, operations `Zone_GetList` and `Zone_Get`. */
export const zones: Resource<ZoneRecord> = {
  ...listDefaults,
  name: 'zones',
  module: 'dispatch',
  scope: 'tn.dis.zones:r',
  hasExport: false,
  supportsIds: false,
  filters: [],
  size: { defaultSize: ({ of, isEmpty }) => (isEmpty ? 0 : 6 + Math.floor(of('technicians') / 40)) },
  origin: { firstId: 9_000 },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true }),
}
