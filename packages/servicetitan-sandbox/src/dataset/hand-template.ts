import { type ResourceRecords, resources } from '../generated/resources.ts'
import { ticksOfMs } from '../lib/ticks.ts'
import { createWorld } from '../world/create-world.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import { resolveSizes } from '../world/sizes.ts'
import { HAND_NOW } from './hand-data.ts'

/** References that generated records may have to records which the hand data does not have. */
const NO_REFERENCES = {
  tagTypeIds: [],
  mergedToId: null,
  projectId: null,
  warrantyId: null,
  jobGeneratedLeadSource: null,
  createdFromEstimateId: null,
  equipmentIds: [],
  membershipId: null,
  zoneIds: null,
  mainZoneId: null,
  team: null,
  jobId: null,
  appoitmentId: null,
  status: 'Idle',
  employeeInfo: null,
  assignedTo: null,
  taxZoneId: null,
  createdBy: null,
  active: true,
}

/** A world with one record of each resource, whose other fields the records have. */
const createTemplates = () =>
  createWorld({
    seed: 'hand',
    tenantId: 1,
    sizes: resolveSizes({ jobs: 1, locations: 1, technicians: 1, payments: 1, estimates: 1 }, resources),
    now: ticksOfMs(Date.parse(HAND_NOW)),
    resources,
  })

/** The fields of a record that the hand data does not give. */
export const templateOf = <N extends ResourceName>(name: N): ResourceRecords[N] => {
  const template = resources[name].createRecord(createTemplates(), 0)
  const cleared = Object.entries(NO_REFERENCES).filter(([field]) => field in template)
  return { ...template, ...Object.fromEntries(cleared) }
}
