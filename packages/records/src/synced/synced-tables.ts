import {
  customerContactFields,
  customerFields,
  locationContactFields,
  locationFields,
} from '../fields/customers.ts'
import { exchangedAppointments, exchangedAssignments, exchangedJobs } from '../fields/jobs.ts'
import { recordTables } from '../tables.ts'
import type { SyncedTable } from './synced-table.ts'

const definitions: readonly Omit<SyncedTable, 'record'>[] = [
  { writable: customerFields },
  { writable: customerContactFields },
  { writable: locationFields },
  { writable: locationContactFields },
  { writable: exchangedJobs, carried: { cancelReasonId: 'uuid', cancelMemo: 'text' } },
  {
    writable: exchangedAppointments,
    carried: { holdReasonId: 'uuid', holdMemo: 'text' },
    endsWith: { table: 'appointment_assignments', by: 'appointment_id' },
    follows: {
      technicianId: {
        of: 'technicianIds',
        kind: 'uuid',
        derive: (ids) => (ids as readonly string[] | null)?.[0] ?? null,
      },
    },
  },
  {
    writable: exchangedAssignments,
    sentWith: 'its appointment',
    follows: { isLive: { of: 'active', kind: 'boolean', derive: (isActive) => isActive } },
  },
]

/** The tables whose changes are exchanged in mode hybrid, parents first. */
export const syncedTables: readonly SyncedTable[] = definitions.map((definition) => ({
  ...definition,
  record: recordOf(definition.writable.table),
}))

/** Those whose records are sent by requests of their own. */
export const sentTables = syncedTables.filter(({ sentWith }) => sentWith === undefined)

/**
 * What is exchanged of a table of schema `lazi`.
 * @returns undefined when its records change on one side only
 * @example
 * syncedTableOf('customers')?.writable.fields.name
 */
export const syncedTableOf = (name: string): SyncedTable | undefined =>
  syncedTables.find(({ record }) => record.name === name)

/**
 * What is exchanged of a table of schema `lazi`.
 * @throws {Error} when its records change on one side only: the name comes from our own rows
 */
export function syncedTableNamed(name: string): SyncedTable {
  const table = syncedTableOf(name)
  if (table === undefined) throw new Error(`Records of ${name} are not exchanged.`)
  return table
}

function recordOf(name: string) {
  const record = recordTables.find((table) => table.name === name)
  if (record === undefined) throw new Error(`There is no table lazi.${name}.`)
  return record
}
