import { timesOf } from '../definition/common.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { unit } from '../lib/random.ts'
import { labelOf } from '../world/labels.ts'
import type { World } from '../world/world.ts'

/** `Jpm.V2.JobCancelReasonResponse` */
export type JobCancelReasonRecord = {
  id: Id
  name: string
  active: boolean
  createdOn: string
  modifiedOn: string
}

const ACTIVE_SALT = 131

const NAMES = [
  'Customer changed their mind',
  'Found another contractor',
  'Price too high',
  'No one home',
  'Duplicate booking',
  'Booked by mistake',
  'Outside our service area',
  'Problem went away',
  'Rescheduled as a new job',
  'Customer unreachable',
  'Weather',
  'Sale of home – closed early',
]

const isActive = (world: World, rank: number): boolean => unit(world.key, rank, ACTIVE_SALT) >= 0.25

const createRecord = (world: World, rank: number): JobCancelReasonRecord => ({
  id: world.timelines['job-cancel-reasons'].idOf(rank),
  name: labelOf(NAMES, rank),
  active: isActive(world, rank),
  ...timesOf(world.timelines['job-cancel-reasons'], rank),
})

/**
 * Source: OpenAPI `jpm-v2`, operation `JobCancelReasons_GetList`. Jobs do not refer to their reason:
 * `/jobs/cancel-reasons` does, which is not simulated.
 */
export const jobCancelReasons: Resource<JobCancelReasonRecord> = {
  ...listDefaults,
  name: 'job-cancel-reasons',
  module: 'jpm',
  scope: 'tn.jpm.jobcancelreasons:r',
  hasGetById: false,
  hasExport: false,
  supportsIds: false,
  activeDefault: 'Any',
  filters: [],
  size: { defaultSize: ({ isEmpty }) => (isEmpty ? 0 : NAMES.length) },
  origin: { firstId: 3_300 },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true }),
}
