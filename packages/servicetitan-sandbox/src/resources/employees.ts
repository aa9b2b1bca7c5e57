import { addressOf, FIRST_USER_ID, timesOf } from '../definition/common.ts'
import { containsText, isAmong, isText } from '../definition/filter.ts'
import type { CustomField, Id } from '../definition/record.ts'
import { type Resource, unsortedListDefaults } from '../definition/resource.ts'
import { createRandom, unit } from '../lib/random.ts'
import { formatTicks, TICKS_PER_DAY } from '../lib/ticks.ts'
import { FIRST_NAMES, LAST_NAMES } from '../world/names.ts'
import { existingId, type World } from '../world/world.ts'

/** `TenantSettings.V2.ExportEmployeeResponse` */
export type EmployeeRecord = {
  id: Id
  userId: number
  name: string
  firstName: string | null
  lastName: string | null
  managerId: number | null
  role: string
  roleIds: number[] | null
  businessUnitId: number | null
  createdOn: string
  modifiedOn: string
  email: string | null
  phoneNumber: string | null
  loginName: string | null
  active: boolean
  aadUserId: string | null
  accountLocked: boolean | null
  home: {
    street: string | null
    unit: string | null
    country: string | null
    city: string | null
    state: string | null
    zip: string | null
  } | null
  agentId: number
  startDate: string | null
  terminationDate: string | null
  hourlyRate: number
  overtimeProfileId: number | null
  customFields: CustomField[] | null
  permissions: { id: number; value: string | null }[] | null
}

const SALT = { name: 123, active: 124, record: 125 }
const ROLES = ['Dispatch', 'CSR', 'Accounting', 'GeneralOffice', 'SalesManager', 'Owner', 'Admin'] as const

const nameOf = (world: World, rank: number): { firstName: string; lastName: string } => {
  const random = createRandom(world.key ^ SALT.name, rank)
  return { firstName: random.pick(FIRST_NAMES), lastName: random.pick(LAST_NAMES) }
}

/** An employee in the format of invoices. */
export const employeeInfoOf = (world: World, rank: number) => {
  const { firstName, lastName } = nameOf(world, rank)
  const { modifiedOn } = timesOf(world.timelines.employees, rank)
  return { id: world.timelines.employees.idOf(rank), name: `${firstName} ${lastName}`, modifiedOn }
}

/** The login in `createdBy` of invoices and payments. */
export const loginOf = (rank: number): string => `office${rank + 1}`

const isActive = (world: World, rank: number): boolean => unit(world.key, rank, SALT.active) >= 0.15

const homeOf = (random: ReturnType<typeof createRandom>): EmployeeRecord['home'] => {
  if (random.chance(0.3)) return null
  const { latitude: _, longitude: __, ...home } = addressOf(random)
  return home
}

const createRecord = (world: World, rank: number): EmployeeRecord => {
  const { employees } = world.timelines
  const random = createRandom(world.key ^ SALT.record, rank)
  const { firstName, lastName } = nameOf(world, rank)
  const active = isActive(world, rank)
  const created = employees.createdAt(rank)
  const day = (ticks: number): string => formatTicks(Math.floor(ticks / TICKS_PER_DAY) * TICKS_PER_DAY)
  const times = timesOf(employees, rank)
  return {
    id: employees.idOf(rank),
    userId: FIRST_USER_ID + rank,
    name: `${firstName} ${lastName}`,
    firstName,
    lastName,
    managerId: rank > 0 && random.chance(0.6) ? employees.idOf(random.int(rank)) : null,
    role: random.pick(ROLES),
    roleIds: random.chance(0.2) ? null : [3],
    businessUnitId: random.chance(0.5)
      ? null
      : existingId(world.timelines['business-units'], created, random.int(1000) / 1000),
    ...times,
    email: random.chance(0.1) ? null : `${loginOf(rank)}@example.test`,
    phoneNumber: random.chance(0.3) ? null : `91855504${String(rank % 100).padStart(2, '0')}`,
    loginName: loginOf(rank),
    active,
    aadUserId: null,
    accountLocked: random.chance(0.3) ? null : !active,
    home: homeOf(random),
    agentId: 500 + rank,
    startDate: random.chance(0.1) ? null : day(created),
    terminationDate: active || random.chance(0.3) ? null : times.modifiedOn,
    hourlyRate: 18 + random.int(50) / 2,
    overtimeProfileId: random.chance(0.5) ? null : 4_500 + random.int(3),
    customFields: random.chance(0.3) ? null : [],
    permissions: random.chance(0.3) ? null : [{ id: 22, value: 'true' }],
  }
}

/** Source: OpenAPI `settings-v2`, operations `Employees_GetList`, `Employees_Get` and `Export_Employees`. */
export const employees: Resource<EmployeeRecord> = {
  ...unsortedListDefaults,
  name: 'employees',
  module: 'settings',
  scope: 'tn.stt.employees:r',
  filters: [
    isAmong('userIds', ({ userId }) => userId),
    containsText('name', ({ name }) => name),
    isText('email', ({ email }) => email),
  ],
  decimals: ['hourlyRate'],
  size: { defaultSize: ({ of, isEmpty }) => (isEmpty ? 0 : 12 + Math.floor(of('technicians') / 4)) },
  origin: { firstId: 1_100_000 },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true, terminationDate: null }),
}
