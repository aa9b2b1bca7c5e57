import { timesOf } from '../definition/common.ts'
import { containsText, isAtLeast, isAtMost, isText } from '../definition/filter.ts'
import { PRIORITIES } from '../definition/priorities.ts'
import type { ExternalData, Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { createRandom, unit } from '../lib/random.ts'
import { jobTypeNameOf } from '../world/labels.ts'
import { SKILLS } from '../world/names.ts'
import { kindOf, type WorkKind } from '../world/trades.ts'
import { existingId, type World } from '../world/world.ts'

/** `Jpm.V2.JobTypeResponse` */
export type JobTypeRecord = {
  id: Id
  name: string
  businessUnitIds: number[]
  skills: string[]
  tagTypeIds: number[]
  priority: string
  duration: number
  soldThreshold: number | null
  class: string
  summary: string
  noCharge: boolean
  enforceRecurringServiceEventSelection: boolean | null
  invoiceSignaturesRequired: boolean
  modifiedOn: string
  createdOn: string
  externalData: ExternalData[]
  active: boolean
  isSmartDispatched: boolean
  defaultEstimateSoldAction: string
  customFieldTypeIds: number[]
}

const SALT = { active: 115, record: 116 }

/** Above what is charged if nothing is sold, and below most of what is; null for work that is not sold. */
const SOLD_THRESHOLDS: Readonly<Record<WorkKind, number | null>> = {
  callback: null,
  'tune-up': 150,
  repair: 100,
  install: 1_000,
  sale: 1_000,
}

const isActive = (world: World, rank: number): boolean => unit(world.key, rank, SALT.active) >= 0.15

const createRecord = (world: World, rank: number): JobTypeRecord => {
  const { 'job-types': jobTypes, 'business-units': businessUnits } = world.timelines
  const random = createRandom(world.key ^ SALT.record, rank)
  const name = jobTypeNameOf(rank)
  const tag = existingId(world.timelines['tag-types'], world.now, random.int(1000) / 1000)
  const kind = kindOf(name)
  return {
    id: jobTypes.idOf(rank),
    name,
    businessUnitIds: businessUnits.size === 0 ? [] : [businessUnits.idOf(random.int(businessUnits.size))],
    skills: random.chance(0.5) ? [random.pick(SKILLS)] : [],
    tagTypeIds: tag !== null && random.chance(0.3) ? [tag] : [],
    priority: random.pick(PRIORITIES),
    // Seconds.
    duration: 1_800 * (2 + random.int(8)),
    soldThreshold: SOLD_THRESHOLDS[kind],
    class: kind === 'install' ? 'Install' : 'Service',
    summary: random.chance(0.4) ? '' : `${name}\nAsk for the age of the system.`,
    noCharge: kind === 'callback',
    enforceRecurringServiceEventSelection: random.chance(0.3) ? null : false,
    invoiceSignaturesRequired: random.chance(0.4),
    ...timesOf(jobTypes, rank),
    externalData: [],
    active: isActive(world, rank),
    isSmartDispatched: random.chance(0.3),
    defaultEstimateSoldAction: random.pick(['None', 'CreateNewJob']),
    customFieldTypeIds: random.chance(0.2) ? [7_711_301] : [],
  }
}

/** Source: OpenAPI `jpm-v2`, operations `JobTypes_GetList` and `JobTypes_Get`. */
export const jobTypes: Resource<JobTypeRecord> = {
  ...listDefaults,
  name: 'job-types',
  module: 'jpm',
  scope: 'tn.jpm.jobtypes:r',
  hasExport: false,
  sortParameters: ['orderBy'],
  filters: [
    containsText('name', ({ name }) => name),
    isAtLeast('minDuration', ({ duration }) => duration),
    isAtMost('maxDuration', ({ duration }) => duration),
    isText('priority', ({ priority }) => priority),
  ],
  unsupported: ['externalDataApplicationGuid'],
  decimals: ['soldThreshold'],
  size: { defaultSize: ({ isEmpty }) => (isEmpty ? 0 : 24) },
  origin: { firstId: 2_200 },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true }),
}
