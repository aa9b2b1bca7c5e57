import type { View } from '../table.ts'

// LAZI has no model of these: the reports read them, and the API lists them as ServiceTitan has them.
// Where jobs come from, and why they and members leave.

const job = { of: 'jobs', column: 'job_id' }
const customer = { of: 'customers', column: 'customer_id' }
const location = { of: 'locations', column: 'location_id' }
const campaign = { of: 'campaigns', column: 'campaign_id' }
const businessUnit = { of: 'business_units', column: 'business_unit_id' }
const reason = { of: 'job_cancel_reasons', column: 'reason_id' }

export const calls = {
  name: 'calls',
  resource: 'calls',
  domain: null,
  references: { customer_id: customer, location_id: location, campaign_id: campaign, job_id: job },
  viewed: {},
  renamed: { reason_id: 'reason_st_id', agent_id: 'agent_st_id', lead_id: 'lead_st_id' },
} as const satisfies View

export const jobCanceledLogs = {
  name: 'job_canceled_logs',
  resource: 'job-canceled-logs',
  domain: null,
  references: { job_id: job, reason_id: reason },
  viewed: {},
  renamed: { created_by_id: 'created_by_st_id' },
} as const satisfies View

export const campaignCosts = {
  name: 'campaign_costs',
  resource: 'campaign-costs',
  domain: null,
  references: { campaign_id: campaign },
  viewed: {},
  renamed: {},
} as const satisfies View

export const membershipTypes = {
  name: 'membership_types',
  resource: 'membership-types',
  domain: null,
  references: {},
  viewed: {},
  renamed: {},
} as const satisfies View

export const memberships = {
  name: 'memberships',
  resource: 'memberships',
  domain: null,
  references: { customer_id: customer, location_id: location, business_unit_id: businessUnit },
  viewed: { membership_type_id: 'membership_types', renewed_by_id: 'memberships' },
  renamed: { sold_by_id: 'sold_by_st_id' },
} as const satisfies View

export const membershipStatusChanges = {
  name: 'membership_status_changes',
  resource: 'membership-status-changes',
  domain: null,
  references: {},
  viewed: { membership_id: 'memberships' },
  renamed: { created_by_id: 'created_by_st_id' },
} as const satisfies View
