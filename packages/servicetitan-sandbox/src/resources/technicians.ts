import { timesOf } from '../definition/common.ts'
import { containsText, isAmong } from '../definition/filter.ts'
import type { CustomField, Id } from '../definition/record.ts'
import { type Resource, unsortedListDefaults } from '../definition/resource.ts'
import { unitOfTechnician } from '../facts/staff.ts'
import { createRandom, unit } from '../lib/random.ts'
import { formatTicks, TICKS_PER_DAY } from '../lib/ticks.ts'
import { CITIES, FIRST_NAMES, LAST_NAMES, SKILLS, STREETS } from '../world/names.ts'
import type { World } from '../world/world.ts'
import { teamNameOf } from './teams.ts'
import { zonesOfTechnician } from './zones.ts'

/** `TenantSettings.V2.ExportTechnicianResponse` */
export type TechnicianRecord = {
  id: Id
  userId: number
  name: string
  roleIds: number[] | null
  businessUnitId: number | null
  mainZoneId: number | null
  zoneIds: number[] | null
  createdOn: string
  modifiedOn: string
  email: string | null
  phoneNumber: string | null
  loginName: string | null
  home: {
    street: string | null
    unit: string | null
    country: string | null
    city: string | null
    state: string | null
    zip: string | null
    streetAddress: string | null
    latitude: number | null
    longitude: number | null
  } | null
  dailyGoal: number
  isManagedTech: boolean
  licenseType: string | null
  customFields: CustomField[] | null
  active: boolean
  aadUserId: string | null
  burdenRate: number
  team: string | null
  jobFilter: string | null
  permissions: { id: number; value: string | null }[] | null
  accountLocked: boolean | null
  commissionRate: number
  currentValue: number | null
  firstName: string | null
  lastName: string | null
  hourlyRate: number
  jobId: number | null
  mobilePhone: string | null
  outboundCallerId: string | null
  payrollId: string | null
  payrollProfileId: number | null
  /** The vendor's spelling. */
  appoitmentId: number | null
  shiftStart: string | null
  shiftEnd: string | null
  soldByRate: number
  startDate: string | null
  status: string
  skills: { id: number; name: string | null }[] | null
  positions: string[] | null
  location: { latitude: number | null; longitude: number | null; coordinatesUpdatedOn: string | null } | null
  bio: string | null
  memo: string | null
}

const NAME_SALT = 51
const ACTIVE_SALT = 52

const JOB_FILTERS = [
  'AllScheduledDispatchedWorking',
  'NextScheduledDispatchedWorkingToday',
  'AllScheduledDispatchedWorkingToday',
  'Next2ScheduledDispatchedWorkingToday',
] as const

const LICENSES = ['NonManagedTech', 'ManagedTech', 'ManagedInstaller'] as const

/** The first thousand names are distinct, since technicians with the same name cannot be distinguished on a board. */
const nameOf = (world: World, rank: number): { firstName: string; lastName: string } => {
  const random = createRandom(world.key ^ NAME_SALT, 0)
  const [first, last] = [random.int(FIRST_NAMES.length), random.int(LAST_NAMES.length)]
  const round = Math.floor(rank / FIRST_NAMES.length)
  return {
    firstName: FIRST_NAMES[(first + 7 * rank) % FIRST_NAMES.length] ?? '',
    lastName: LAST_NAMES[(last + 11 * rank + round) % LAST_NAMES.length] ?? '',
  }
}

/** The technician's name, which is also in every assignment. */
export const technicianNameOf = (world: World, rank: number): string => {
  const { firstName, lastName } = nameOf(world, rank)
  return `${firstName} ${lastName}`
}

const isActive = (world: World, rank: number): boolean => unit(world.key, rank, ACTIVE_SALT) >= 0.12

const homeOf = (random: ReturnType<typeof createRandom>): TechnicianRecord['home'] => {
  if (random.chance(0.1)) return null
  const street = `${random.int(900) + 10} ${random.pick(STREETS)}`
  const { city, state, zip } = random.pick(CITIES)
  const zipText = String(zip).padStart(5, '0')
  const address = { street, unit: null, country: 'USA', city, state, zip: zipText, streetAddress: street }
  return { ...address, latitude: null, longitude: null }
}

/** A technician's current status and job, one of the newest. */
const currentWork = (world: World, random: ReturnType<typeof createRandom>, active: boolean) => {
  const status = active ? random.pick(['Idle', 'Idle', 'Dispatched', 'Working', 'Meal'] as const) : 'Idle'
  if (world.timelines.jobs.size === 0 || (status !== 'Working' && status !== 'Dispatched')) {
    return { status, jobId: null, appoitmentId: null }
  }
  const job = world.timelines.jobs.size - 1 - random.int(Math.min(world.timelines.jobs.size, 20))
  const { first, count } = world.spreads.appointments.childrenOf(job)
  return {
    status,
    jobId: world.timelines.jobs.idOf(job),
    appoitmentId: world.timelines.appointments.idOf(first + count - 1),
  }
}

const businessUnitIdOf = (world: World, rank: number): number | null => {
  const units = world.timelines['business-units']
  return units.size === 0 ? null : units.idOf(Math.min(unitOfTechnician(rank), units.size - 1))
}

const createRecord = (world: World, rank: number): TechnicianRecord => {
  const { technicians } = world.timelines
  const random = createRandom(world.key ^ ACTIVE_SALT, rank)
  const { firstName, lastName } = nameOf(world, rank)
  const active = isActive(world, rank)
  const created = technicians.createdAt(rank)
  const loginName = `tech${rank + 1}`
  const phone = `91855501${String(rank % 100).padStart(2, '0')}`
  const { status, jobId, appoitmentId } = currentWork(world, random, active)
  const zones = zonesOfTechnician(world, rank).map(world.timelines.zones.idOf)
  const zoneIds = zones.length === 0 || random.chance(0.1) ? null : zones
  const skills = [SKILLS.indexOf(random.pick(SKILLS))].map((index) => ({
    id: 55 + index,
    name: SKILLS[index] ?? null,
  }))
  return {
    id: technicians.idOf(rank),
    userId: 32_000_000 + rank * 5 + 2,
    name: `${firstName} ${lastName}`,
    roleIds: random.chance(0.2) ? null : [12],
    businessUnitId: random.chance(0.1) ? null : businessUnitIdOf(world, rank),
    mainZoneId: zoneIds?.[0] ?? null,
    zoneIds,
    ...timesOf(technicians, rank),
    email: random.chance(0.1) ? null : `${loginName}@example.test`,
    phoneNumber: random.chance(0.1) ? null : phone,
    loginName,
    home: homeOf(random),
    dailyGoal: 1_500 + 250 * random.int(7),
    isManagedTech: true,
    licenseType: random.chance(0.3) ? null : random.pick(LICENSES),
    customFields: random.chance(0.2) ? null : [],
    active,
    aadUserId: null,
    burdenRate: random.int(1_200) / 100,
    team: random.chance(0.1) ? null : teamNameOf(world, random.int(Math.max(1, world.timelines.teams.size))),
    jobFilter: random.chance(0.1) ? null : random.pick(JOB_FILTERS),
    permissions: random.chance(0.3) ? null : [{ id: 14, value: 'true' }],
    accountLocked: random.chance(0.2) ? null : false,
    commissionRate: random.int(15) / 100,
    currentValue: random.chance(0.3) ? null : random.int(250_000) / 100,
    firstName,
    lastName,
    hourlyRate: 22 + random.int(60) / 2,
    jobId,
    mobilePhone: random.chance(0.2) ? null : phone,
    outboundCallerId: null,
    payrollId: random.chance(0.2) ? null : `P-${1_100 + rank}`,
    payrollProfileId: random.chance(0.5) ? null : 4_400 + random.int(4),
    appoitmentId,
    shiftStart: random.chance(0.2) ? null : '08:00:00',
    shiftEnd: random.chance(0.2) ? null : '17:00:00',
    soldByRate: random.int(10) / 100,
    startDate: random.chance(0.1) ? null : formatTicks(Math.floor(created / TICKS_PER_DAY) * TICKS_PER_DAY),
    status,
    skills: random.chance(0.2) ? null : skills,
    positions: random.chance(0.2)
      ? null
      : [random.pick(['Service', 'Installer', 'Maintenance', 'Sales'] as const)],
    location: random.chance(0.6)
      ? null
      : {
          latitude: 36.1 + random.int(1000) / 1e4,
          longitude: -95.9,
          coordinatesUpdatedOn: formatTicks(world.now),
        },
    bio: random.chance(0.7) ? null : `<p>${firstName} has been with us since day one.</p>`,
    memo: null,
  }
}

/**
 * Source: OpenAPI `settings-v2`, operations `Technicians_GetList`, `Technicians_Get` and `Export_Technicians`. The
 * format of `shiftStart` and `shiftEnd` (format `duration`) is not documented; .NET's is assumed.
 */
export const technicians: Resource<TechnicianRecord> = {
  ...unsortedListDefaults,
  name: 'technicians',
  module: 'settings',
  scope: 'tn.stt.technicians:r',
  filters: [isAmong('userIds', ({ userId }) => userId), containsText('name', ({ name }) => name)],
  decimals: ['dailyGoal', 'burdenRate', 'commissionRate', 'currentValue', 'hourlyRate', 'soldByRate'],
  size: { defaultSize: () => 40 },
  origin: { firstId: 31_000_000 },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true, status: 'Idle', jobId: null, appoitmentId: null }),
}
