import type { CustomField, ExternalData, Id } from '../../definition/record.ts'

type CustomerAddress = {
  street: string
  unit: string | null
  city: string
  state: string
  zip: string
  country: string
  latitude: number | null
  longitude: number | null
}

/** `Crm.V2.ExportLocationsResponse` */
export type LocationRecord = {
  id: Id
  customerId: Id
  active: boolean
  name: string
  address: CustomerAddress
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

/** `Crm.V2.ExportCustomerResponse` */
export type CustomerRecord = {
  id: Id
  active: boolean
  name: string
  type: string
  address: CustomerAddress
  customFields: CustomField[]
  balance: number
  taxExempt: boolean
  tagTypeIds: number[]
  doNotMail: boolean
  doNotService: boolean
  nationalAccount: boolean
  createdOn: string
  createdById: number
  modifiedOn: string
  mergedToId: Id | null
  paymentTermId: number | null
  creditLimit: number | null
  creditLimitBalance: number | null
  externalData: ExternalData[]
}

/** What a contact of a customer and one of a location have in common. */
export type ContactRecord = {
  id: Id
  type: string
  value: string
  memo: string | null
  phoneSettings: { phoneNumber: string; doNotText: boolean }
  modifiedOn: string
  createdOn: string
  preferences: {
    jobRemindersEnabled: boolean
    marketingUpdatesEnabled: boolean
    invoiceStatementNotification: boolean
    invoiceNotification: boolean
    statementNotification: boolean
  } | null
  active: boolean
}

/** `Crm.V2.ExportCustomerContactResponse` */
export type CustomerContactRecord = ContactRecord & { customerId: Id }

/** `Crm.V2.ExportLocationContactResponse` */
export type LocationContactRecord = ContactRecord & { locationId: Id }
