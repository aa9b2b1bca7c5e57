import type { Resource } from 'servicetitan'
import { findResource } from 'servicetitan'
import { appointmentAssignments } from './appointment-assignments.ts'
import { appointments } from './appointments.ts'
import type { CacheTable } from './cache-table.ts'
import { jobs } from './jobs.ts'
import { locations } from './locations.ts'
import { technicians } from './technicians.ts'

/**
 * Every cache table, in the order of a sync. Children stand before their parents, so that a first sync
 * writes each parent once, with its derived values; any other order ends the same.
 */
export const tables: readonly CacheTable[] = [
  technicians,
  locations,
  appointmentAssignments,
  appointments,
  jobs,
]

export function resourceOf(table: CacheTable): Resource {
  const resource = findResource(table.resource)
  if (!resource)
    throw new Error(`Expected a resource named ${table.resource} in the client's list, got none.`)
  return resource
}
