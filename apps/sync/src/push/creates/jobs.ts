import type { SetChange, Values } from 'records/merge'
import { customFields, plain, references, stIdOf } from '../requests/body.ts'
import { BlockedError, type RequestInput } from '../requests/request.ts'
import type { CreatedTable } from './created-table.ts'
import { newTags } from './new-tags.ts'

const required = {
  customerId: 'customers',
  locationId: 'locations',
  businessUnitId: 'business_units',
  jobTypeId: 'job_types',
}

/** ServiceTitan has no job without a campaign. */
function campaign(input: RequestInput): Record<string, unknown> {
  if (input.toSend.campaignId == null) throw new BlockedError('needs a campaign')
  return references({ campaignId: 'campaigns' })(input)
}

const soldBy = (input: RequestInput): Record<string, unknown> =>
  input.toSend.soldById == null ? {} : references({ soldById: 'technicians' })(input)

export const jobs: CreatedTable = {
  module: 'jpm',
  scope: 'tn.jpm.jobs:w',
  members: [{ table: 'appointments', by: 'jobId', of: 'jobs', as: 'appointments' }],
  needs: { table: 'appointments', blockedBy: 'needs an appointment' },
  references: {
    ...required,
    campaignId: 'campaigns',
    soldById: 'technicians',
    tagTypeIds: 'tag_types',
  },
  path: () => 'jobs',
  isMarked: true,
  implied: { status: 'Scheduled' },
  body: (input) => ({
    ...references(required)(input),
    ...campaign(input),
    ...plain('priority', 'summary', 'customerPo', 'noCharge')(input),
    ...soldBy(input),
    ...customFields(input),
    ...newTags(input),
  }),
}

const isSameTime = (one: unknown, other: unknown) => Date.parse(String(one)) === Date.parse(String(other))

/** An appointment has no mark: it is the one of its job at that time. */
export const appointments: CreatedTable = {
  module: 'jpm',
  scope: 'tn.jpm.appointments:w',
  members: [],
  references: { jobId: 'jobs', technicianIds: 'technicians' },
  path: () => 'appointments',
  isMarked: false,
  foundIn: { of: 'jobs', by: 'jobId', filter: 'jobId' },
  // A job is created without the instructions of its appointments: they are sent afterwards.
  implied: { status: 'Scheduled', isConfirmed: false, specialInstructions: null },
  body: (input) => {
    const { startsAt, endsAt, arrivalStartsAt, arrivalEndsAt } = input.toSend.time as Values
    const { added = [] } = (input.toSend.technicianIds ?? {}) as Partial<SetChange>
    return {
      start: startsAt,
      end: endsAt,
      arrivalWindowStart: arrivalStartsAt ?? null,
      arrivalWindowEnd: arrivalEndsAt ?? null,
      technicianIds: added.map((id) => stIdOf('technicians', id, input)),
    }
  },
  alone: references({ jobId: 'jobs' }),
  hasValues: (remote, { time }) => {
    const { startsAt, endsAt } = time as Values
    return isSameTime(remote.start, startsAt) && isSameTime(remote.end, endsAt)
  },
}
