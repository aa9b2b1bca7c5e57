import type { SetChange } from 'records/merge'
import { customFields, plain, references, stIdOf } from './body.ts'
import { BlockedError, type PushedTable, type PushRequest, type RequestInput, type Step } from './request.ts'

const scope = 'tn.jpm.jobs:w'

/** The tables of records to which a job refers. */
const referred = {
  customerId: 'customers',
  locationId: 'locations',
  businessUnitId: 'business_units',
  jobTypeId: 'job_types',
  campaignId: 'campaigns',
} as const

/** The whole list, because jobs have no requests for single tags: that of just now, with those that differ. */
function tags(input: RequestInput): Record<string, unknown> {
  if (!('tagTypeIds' in input.toSend)) return {}
  const { added, removed } = input.toSend.tagTypeIds as SetChange
  const ids = (of: readonly string[]) => of.map((id) => stIdOf('tag_types', id, input))
  const [more, less] = [ids(added), ids(removed)]
  const before = Array.isArray(input.remote.tagTypeIds) ? input.remote.tagTypeIds.map(BigInt) : []
  return {
    tagTypeIds: [...before.filter((id) => !less.includes(id)), ...more.filter((id) => !before.includes(id))],
  }
}

/** The technician who sold it is the one reference that the API can empty. */
const soldBy = (input: RequestInput): Record<string, unknown> =>
  input.toSend.soldById === null ? { soldById: null } : references({ soldById: 'technicians' })(input)

const change: Step = (input) => {
  const { status: _, ...sent } = input.toSend
  if (Object.keys(sent).length === 0) return undefined
  return {
    method: 'PATCH',
    module: 'jpm',
    path: `jobs/${input.stId}`,
    scope,
    body: {
      ...references(referred)(input),
      ...plain('priority', 'summary', 'customerPo', 'noCharge')(input),
      ...soldBy(input),
      ...tags(input),
      ...customFields(input),
    },
    sent,
    hasRecord: true,
  }
}

/** A job is canceled, or that is taken back: no other status can be set. */
const cancel: Step = (input) => {
  const { stId, toSend, local } = input
  if (!('status' in toSend)) return undefined
  const put = (action: string): PushRequest => ({
    method: 'PUT',
    module: 'jpm',
    path: `jobs/${stId}/${action}`,
    scope,
    sent: { status: toSend.status },
    hasRecord: false,
  })
  if (toSend.status !== 'Canceled') return put('remove-cancellation')
  if (local.cancelReasonId == null) throw new BlockedError('needs a reason')
  const reasonId = stIdOf('job_cancel_reasons', local.cancelReasonId, input)
  return { ...put('cancel'), body: { reasonId, memo: local.cancelMemo ?? '' } }
}

export const jobs: PushedTable = {
  references: {
    ...referred,
    soldById: 'technicians',
    tagTypeIds: 'tag_types',
    cancelReasonId: 'job_cancel_reasons',
  },
  steps: [change, cancel],
  // ServiceTitan cancels the appointments of a job with it, and restores them.
  related: {
    status: [
      { resource: 'appointment-assignments', filter: 'jobId' },
      { resource: 'appointments', filter: 'jobId' },
    ],
  },
}
