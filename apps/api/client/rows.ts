import type { Row } from '../src/records/row-types.ts'

export type Appointment = Row<'appointments'>
export type AppointmentAssignment = Row<'appointment-assignments'>
export type BusinessUnit = Row<'business-units'>
export type Campaign = Row<'campaigns'>
export type Customer = Row<'customers'>
export type CustomerContact = Row<'customer-contacts'>
export type Employee = Row<'employees'>
export type Estimate = Row<'estimates'>
export type Invoice = Row<'invoices'>
export type Job = Row<'jobs'>
export type JobType = Row<'job-types'>
export type Location = Row<'locations'>
export type LocationContact = Row<'location-contacts'>
export type Payment = Row<'payments'>
export type TagType = Row<'tag-types'>
export type Team = Row<'teams'>
export type Technician = Row<'technicians'>
export type Zone = Row<'zones'>
