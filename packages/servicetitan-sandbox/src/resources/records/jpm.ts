import type { ExternalData, Id } from '../../definition/record.ts'

/** `Jpm.V2.ExportJobsResponse` */
export type JobRecord = {
  id: Id
  jobNumber: string
  projectId: number | null
  customerId: Id
  locationId: Id
  jobStatus: string
  completedOn: string | null
  businessUnitId: number
  jobTypeId: number
  priority: string
  campaignId: number
  appointmentCount: number
  firstAppointmentId: Id
  lastAppointmentId: Id
  recallForId: number | null
  warrantyId: number | null
  jobGeneratedLeadSource: { jobId: number | null; employeeId: number | null } | null
  noCharge: boolean
  notificationsEnabled: boolean
  createdOn: string
  createdById: number
  modifiedOn: string
  tagTypeIds: number[]
  leadCallId: number | null
  partnerLeadCallId: number | null
  bookingId: number | null
  soldById: Id | null
  customerPo: string
  invoiceId: Id
  membershipId: number | null
  total: number | null
  createdFromEstimateId: Id | null
  estimateIds: Id[]
  equipmentIds: number[]
  isAutoDispatched: boolean | null
  summary: string | null
  customFields: { typeId: number; name: string; value: string }[]
  externalData: ExternalData[]
  summaryOfWork: string | null
  active: boolean
}

/** `Jpm.V2.ExportAppointmentsResponse` */
export type AppointmentRecord = {
  id: Id
  jobId: Id
  appointmentNumber: string | null
  start: string
  end: string
  arrivalWindowStart: string | null
  arrivalWindowEnd: string | null
  status: string
  specialInstructions: string | null
  createdOn: string
  modifiedOn: string
  customerId: Id
  unused: boolean
  createdById: number
  isConfirmed: boolean
  active: boolean
  appointmentSummaries: Record<string, unknown>[] | null
}

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
