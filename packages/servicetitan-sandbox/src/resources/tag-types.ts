import { timesOf } from '../definition/common.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { createRandom, unit } from '../lib/random.ts'
import { labelOf, TAG_TYPES } from '../world/labels.ts'
import type { World } from '../world/world.ts'

/** `TenantSettings.V2.ExportTagTypeResponse` */
export type TagTypeRecord = {
  id: Id
  name: string
  color: string
  code: string
  importance: string | null
  isConversionOpportunity: boolean
  allowToUseOnTimesheetActivity: boolean
  isVisibleOnDispatchBoard: boolean
  active: boolean
  createdOn: string
  modifiedOn: string
}

const SALT = { active: 121, record: 122 }

const isActive = (world: World, rank: number): boolean => unit(world.key, rank, SALT.active) >= 0.12

const createRecord = (world: World, rank: number): TagTypeRecord => {
  const { 'tag-types': tagTypes } = world.timelines
  const random = createRandom(world.key ^ SALT.record, rank)
  const name = labelOf(TAG_TYPES, rank)
  return {
    id: tagTypes.idOf(rank),
    name,
    color: `#${random.int(0x1_00_00_00).toString(16).padStart(6, '0')}`,
    code: `T${rank + 1}`,
    importance: random.chance(0.5) ? null : random.pick(['Medium', 'High']),
    isConversionOpportunity: random.chance(0.2),
    allowToUseOnTimesheetActivity: random.chance(0.2),
    isVisibleOnDispatchBoard: random.chance(0.7),
    active: isActive(world, rank),
    ...timesOf(tagTypes, rank),
  }
}

/**
 * Source: OpenAPI `settings-v2`, operations `TagTypes_GetList` and `Export_TagTypes`. The sort fields are not
 * documented; those of most lists are assumed.
 */
export const tagTypes: Resource<TagTypeRecord> = {
  ...listDefaults,
  name: 'tag-types',
  module: 'settings',
  scope: 'tn.stt.tagtypes:r',
  hasGetById: false,
  supportsIds: false,
  filters: [],
  size: { defaultSize: ({ isEmpty }) => (isEmpty ? 0 : 24) },
  origin: { firstId: 200 },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true }),
}
