import type { CustomField, ExternalData, Id } from '../../definition/record.ts'

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

/** `TenantSettings.V2.ExportEmployeeResponse` */
export type EmployeeRecord = {
  id: Id
  userId: number
  name: string
  firstName: string | null
  lastName: string | null
  managerId: number | null
  role: string
  roleIds: number[] | null
  businessUnitId: number | null
  createdOn: string
  modifiedOn: string
  email: string | null
  phoneNumber: string | null
  loginName: string | null
  active: boolean
  aadUserId: string | null
  accountLocked: boolean | null
  home: {
    street: string | null
    unit: string | null
    country: string | null
    city: string | null
    state: string | null
    zip: string | null
  } | null
  agentId: number
  startDate: string | null
  terminationDate: string | null
  hourlyRate: number
  overtimeProfileId: number | null
  customFields: CustomField[] | null
  permissions: { id: number; value: string | null }[] | null
}

/** `TenantSettings.V2.ExportBusinessUnitResponse` */
export type BusinessUnitRecord = {
  id: Id
  active: boolean
  name: string
  officialName: string | null
  email: string | null
  currency: string | null
  phoneNumber: string | null
  invoiceHeader: string | null
  invoiceMessage: string | null
  defaultTaxRate: number | null
  authorizationParagraph: string | null
  acknowledgementParagraph: string | null
  address: {
    street: string | null
    unit: string | null
    city: string | null
    state: string | null
    zip: string | null
    country: string | null
    latitude: number | null
    longitude: number | null
    isManualCoordinates: boolean
    isMilitary: boolean
  } | null
  materialSku: string | null
  quickbooksClass: string | null
  accountCode: string | null
  franchiseId: string | null
  conceptCode: string | null
  corporateContractNumber: string | null
  trade: { id: number; name: string } | null
  division: { id: number; name: string } | null
  tagTypeIds: number[] | null
  tenant: {
    id: number
    name: string
    accountCode: string | null
    franchiseId: string | null
    conceptCode: string | null
    modifiedOn: string
  } | null
  createdOn: string
  modifiedOn: string
  externalData: ExternalData[] | null
  certifiedSentriconSpecialistCode: string | null
}

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
