import type { Id } from '../../definition/record.ts'

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

/** `Dispatch.V2.ZoneResponse` */
export type ZoneRecord = {
  id: Id
  active: boolean
  name: string | null
  zips: string[] | null
  cities: string[] | null
  territoryNumbers: string[] | null
  locnNumbers: string[] | null
  createdBy: number
  createdOn: string
  modifiedOn: string
  serviceDaysEnabled: boolean
  serviceDays: string[] | null
  businessUnits: number[] | null
  technicians: number[] | null
}

/** `Dispatch.V2.TeamResponse` */
export type TeamRecord = {
  id: Id
  active: boolean
  name: string | null
  createdBy: number | null
  createdOn: string
  modifiedOn: string
}
