import { appointmentAssignments } from './appointment-assignments.ts'
import { appointments } from './appointments.ts'
import { jobs } from './jobs.ts'
import { locations } from './locations.ts'
import type { ResourceName } from './records.ts'
import type { Resource } from './resource.ts'
import { technicians } from './technicians.ts'

/** Everything that the sandbox plays. A new resource is a file beside this one and an entry here. */
export const resources: { [N in ResourceName]: Resource<N> } = {
  locations,
  jobs,
  appointments,
  technicians,
  'appointment-assignments': appointmentAssignments,
}

export const resourceNames = Object.keys(resources) as ResourceName[]
