import type { Resource } from './resource.ts'
import { appointmentAssignments } from './resources/appointment-assignments.ts'
import { appointments } from './resources/appointments.ts'
import { jobs } from './resources/jobs.ts'
import { locations } from './resources/locations.ts'
import { technicians } from './resources/technicians.ts'

/** Every resource, parents before children. A new one is a file in `resources/` and a line here. */
export const resources: readonly Resource[] = [
  locations,
  technicians,
  jobs,
  appointments,
  appointmentAssignments,
]

/** The resource of that name, or undefined when there is none. */
export function findResource(name: string): Resource | undefined {
  return resources.find((resource) => resource.name === name)
}
