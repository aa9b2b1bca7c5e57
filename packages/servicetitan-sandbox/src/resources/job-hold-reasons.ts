import { timesOf } from '../definition/common.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { unit } from '../lib/random.ts'
import { labelOf } from '../world/labels.ts'
import type { World } from '../world/world.ts'

/** `Jpm.V2.JobHoldReasonResponse` */
export type JobHoldReasonRecord = {
  id: Id
  name: string
  active: boolean
  createdOn: string
  modifiedOn: string
}

const ACTIVE_SALT = 133

const NAMES = [
  'Waiting for parts',
  'Waiting for permit',
  'Waiting for customer approval',
  'Waiting for financing',
  'Inspection pending',
  'Equipment on back order',
  'Needs second technician',
  'Weather',
  'Customer asked to pause',
  'Warranty claim open',
  'HOA approval – pending',
  'Site not ready',
]

const isActive = (world: World, rank: number): boolean => unit(world.key, rank, ACTIVE_SALT) >= 0.25

const createRecord = (world: World, rank: number): JobHoldReasonRecord => ({
  id: world.timelines['job-hold-reasons'].idOf(rank),
  name: labelOf(NAMES, rank),
  active: isActive(world, rank),
  ...timesOf(world.timelines['job-hold-reasons'], rank),
})

/**
 * Source: OpenAPI `jpm-v2`, operation `JobHoldReasons_Get`. Jobs do not refer to their reason: `/jobs/hold-reasons`
 * does, which is not simulated.
 */
export const jobHoldReasons: Resource<JobHoldReasonRecord> = {
  ...listDefaults,
  name: 'job-hold-reasons',
  module: 'jpm',
  scope: 'tn.jpm.jobholdreasons:r',
  hasGetById: false,
  hasExport: false,
  supportsIds: false,
  activeDefault: 'Any',
  filters: [],
  size: { defaultSize: ({ isEmpty }) => (isEmpty ? 0 : NAMES.length) },
  origin: { firstId: 3_600 },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true }),
}
