import { exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI jpm-v2: GET /tenant/{tenant}/jobs and /tenant/{tenant}/export/jobs.
 * The list takes no `active` parameter; `active` is a field of the export's records only.
 */
export const jobs: Resource = {
  name: 'jobs',
  module: 'jpm',
  listPath: 'jobs',
  exportPath: 'export/jobs',
  listParams: {},
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['ids', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.jpm.jobs:r',
  fields: {
    required: fieldNames(`
      customFields externalData id jobNumber customerId locationId jobStatus businessUnitId jobTypeId
      priority campaignId appointmentCount firstAppointmentId lastAppointmentId noCharge
      notificationsEnabled createdOn createdById modifiedOn tagTypeIds customerPo invoiceId
      estimateIds equipmentIds active
    `),
    optional: fieldNames(`
      summary summaryOfWork projectId completedOn recallForId warrantyId jobGeneratedLeadSource
      leadCallId partnerLeadCallId bookingId soldById membershipId total createdFromEstimateId
      isAutoDispatched
    `),
  },
}
