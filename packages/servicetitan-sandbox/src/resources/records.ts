/**
 * The records of the five resources: field names and types exactly the vendor's.
 *
 * Source: the record schemas of the vendor's OpenAPI files (the export form, which differs from the list form
 * only by the jobs' `active`). A test compares what is generated with the contract.
 */

type CustomField = { typeId: number; name: string | null; value: string | null }
type ExternalData = { key: string; value: string }
/** Ids are numbers below 2^53 in generated data; tests may insert larger ones. */
export type Id = number | bigint

/** `Crm.V2.ExportLocationsResponse` */
export type LocationRecord = {
  id: Id
  customerId: number
  active: boolean
  name: string
  address: {
    street: string
    unit: string | null
    city: string
    state: string
    zip: string
    country: string
    latitude: number | null
    longitude: number | null
  }
  customFields: CustomField[]
  createdOn: string
  createdById: number
  modifiedOn: string
  mergedToId: Id | null
  zoneId: number | null
  taxExempt: boolean
  tagTypeIds: number[]
  externalData: ExternalData[]
  taxZoneId: number | null
}

/** `Jpm.V2.ExportJobsResponse` */
export type JobRecord = {
  id: Id
  jobNumber: string
  projectId: number | null
  customerId: number
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
  soldById: number | null
  customerPo: string
  invoiceId: number
  membershipId: number | null
  total: number | null
  createdFromEstimateId: number | null
  estimateIds: number[]
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
  customerId: number
  unused: boolean
  createdById: number
  isConfirmed: boolean
  active: boolean
  appointmentSummaries: Record<string, unknown>[] | null
}

/** `TenantSettings.V2.ExportTechnicianResponse` */
export type TechnicianRecord = {
  id: Id
  userId: number
  name: string
  roleIds: number[] | null
  businessUnitId: number | null
  mainZoneId: number | null
  zoneIds: number[] | null
  createdOn: string
  modifiedOn: string
  email: string | null
  phoneNumber: string | null
  loginName: string | null
  home: {
    street: string | null
    unit: string | null
    country: string | null
    city: string | null
    state: string | null
    zip: string | null
    streetAddress: string | null
    latitude: number | null
    longitude: number | null
  } | null
  dailyGoal: number
  isManagedTech: boolean
  licenseType: string | null
  customFields: CustomField[] | null
  active: boolean
  aadUserId: string | null
  burdenRate: number
  team: string | null
  jobFilter: string | null
  permissions: { id: number; value: string | null }[] | null
  accountLocked: boolean | null
  commissionRate: number
  currentValue: number | null
  firstName: string | null
  lastName: string | null
  hourlyRate: number
  jobId: number | null
  mobilePhone: string | null
  outboundCallerId: string | null
  payrollId: string | null
  payrollProfileId: number | null
  /** The vendor's spelling. */
  appoitmentId: number | null
  shiftStart: string | null
  shiftEnd: string | null
  soldByRate: number
  startDate: string | null
  status: string
  skills: { id: number; name: string | null }[] | null
  positions: string[] | null
  location: { latitude: number | null; longitude: number | null; coordinatesUpdatedOn: string | null } | null
  bio: string | null
  memo: string | null
}

/** `Dispatch.V2.ExportAppointmentAssignmentsResponse` */
export type AppointmentAssignmentRecord = {
  id: Id
  technicianId: Id
  technicianName: string
  assignedById: number
  assignedOn: string
  status: string
  isPaused: boolean
  jobId: Id
  appointmentId: Id
  createdOn: string
  modifiedOn: string
  active: boolean
}

/** A record's type by the name of its resource. */
export type ResourceRecords = {
  locations: LocationRecord
  jobs: JobRecord
  appointments: AppointmentRecord
  technicians: TechnicianRecord
  'appointment-assignments': AppointmentAssignmentRecord
}

export type ResourceName = keyof ResourceRecords

/** What every record has. */
export type AnyRecord = { id: Id; createdOn: string; modifiedOn: string; active: boolean }
