import { customerFields, jobFields, locationFields, type WritableField } from 'api/client'
import { newAppointmentFields } from '../../records/forms/booking-fields.ts'

// The fields of the page's sections: what a dispatcher is asked for while the customer waits on the phone.

const { name, type, addressStreet, addressUnit, addressCity, addressState, addressZip } =
  customerFields.fields
const contact = (max: number): WritableField => ({ kind: 'text', max })
const address = { addressStreet, addressUnit, addressCity, addressState, addressZip } as const

export const chosenCustomer = {
  fields: { customerId: { kind: 'record', of: 'customers', isRequired: true } },
} as const

export const newCustomer = {
  fields: { name, type, phone: contact(50), email: contact(320), ...address },
} as const

export const newLocation = { fields: { name: locationFields.fields.name, ...address } } as const

const { jobTypeId, businessUnitId, priority, campaignId, summary, customerPo, tagTypeIds } = jobFields.fields
export const newJob = {
  fields: { jobTypeId, businessUnitId, priority, campaignId, customerPo, tagTypeIds, summary },
} as const

export const newAppointment = { fields: newAppointmentFields } as const

export const addressNames = Object.keys(address)
