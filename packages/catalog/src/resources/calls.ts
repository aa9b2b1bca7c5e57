import { defineResource, exportParameters, fieldNames } from '../resource.ts'

/**
 * OpenAPI telecom: GET /v2/tenant/{tenant}/export/calls. The list, /v2/tenant/{tenant}/calls, sends records of another
 * shape, so the feed alone is read. Links to recordings are excluded by default.
 */
export const calls = defineResource({
  name: 'calls',
  type: 'Call',
  comment: 'Calls with customers, and whether they became a booking.',
  module: 'telecom',
  listPath: null,
  exportPath: 'export/calls',
  listParams: {},
  exportParams: {},
  listOrder: {},
  listsInactive: true,
  listParameters: [],
  exportParameters,
  scope: 'tn.tlc.calls:r',
  exampleId: '230000030',
  fields: {
    required: fieldNames(`
      id duration from to direction status createdOn modifiedOn excuseMemo tag active
    `),
    optional: fieldNames(`
      type recordingUrl voiceMailPath reason customer location campaign job agent createdBy
      lead
    `),
  },
  droppedPaths: ['recordingUrl', 'voiceMailPath'],
  columns: {
    direction: {
      path: 'direction',
      type: 'text',
      comment: 'Inbound or Outbound (API: direction).',
      api: 'text',
    },
    status: {
      path: 'status',
      type: 'text',
      comment: 'Ringing, Initiated, Answered or Completed (API: status).',
      api: 'text',
    },
    call_type: {
      path: 'type',
      type: 'text',
      comment: 'Abandoned, Unbooked, Excused, Booked or NotLead; NULL: not classified (API: type).',
      api: 'text',
    },
    duration: {
      path: 'duration',
      type: 'text',
      comment: 'Duration, as hours:minutes:seconds (API: duration).',
      api: 'text',
    },
    from_number: {
      path: 'from',
      type: 'text',
      comment: 'The number of the caller (API: from).',
      api: 'text',
    },
    to_number: { path: 'to', type: 'text', comment: 'The number called (API: to).', api: 'text' },
    reason_id: { path: 'reason.id', type: 'bigint', comment: 'The reason (API: reason.id).', api: 'id' },
    reason_name: {
      path: 'reason.name',
      type: 'text',
      comment: 'Name of the reason (API: reason.name).',
      api: 'text',
    },
    customer_id: {
      path: 'customer.id',
      type: 'bigint',
      comment: 'The customer (API: customer.id).',
      api: 'id',
    },
    location_id: {
      path: 'location.id',
      type: 'bigint',
      comment: 'The location (API: location.id).',
      api: 'id',
    },
    campaign_id: {
      path: 'campaign.id',
      type: 'bigint',
      comment: 'The campaign whose number was called (API: campaign.id).',
      api: 'id',
    },
    job_id: { path: 'job.id', type: 'bigint', comment: 'The job that was booked (API: job.id).', api: 'id' },
    agent_id: {
      path: 'agent.id',
      type: 'bigint',
      comment: 'The user who answered (API: agent.id).',
      api: 'id',
    },
    agent_name: {
      path: 'agent.name',
      type: 'text',
      comment: 'Name of the user who answered (API: agent.name).',
      api: 'text',
    },
    lead_id: { path: 'lead.id', type: 'bigint', comment: 'The lead (API: lead.id).', api: 'id' },
  },
  derivedFields: {},
  indexes: {
    st_calls_job_idx: { columns: ['tenant_id', 'job_id'], queries: ['the calls about a job'] },
    st_calls_customer_idx: {
      columns: ['tenant_id', 'customer_id', 'created_on'],
      queries: ['the calls of a customer, in order'],
    },
  },
  relations: {
    job: { one: 'jobs', by: 'job_id' },
    customer: { one: 'customers', by: 'customer_id' },
    campaign: { one: 'campaigns', by: 'campaign_id' },
  },
  syncedAfter: ['campaigns', 'customers', 'jobs', 'locations'],
})
