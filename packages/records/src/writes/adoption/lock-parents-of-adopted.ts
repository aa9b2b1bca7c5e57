import { locationFields } from '../../fields/customers.ts'
import { appointmentFields } from '../../fields/jobs.ts'
import { lockJob } from '../jobs/derive-job.ts'
import { lockStates } from '../lock-parents.ts'
import { otherAppointmentFields } from '../other-fields.ts'
import type { RecordWrite } from '../record-write.ts'
import { lockRecord, type StoredRecord } from '../stored-record.ts'

/** The ids of records to which those that are taken over refer, and which LAZI has already. */
export interface ParentIds {
  readonly customers: readonly string[]
  /** The locations of jobs, which do not change. */
  readonly places: readonly string[]
  /** The locations of contacts, which change with them. */
  readonly locations: readonly string[]
  readonly jobs: readonly string[]
  readonly appointments: readonly string[]
}

/** The records to which those that are taken over refer, locked until the end of the transaction. */
export interface LockedParents {
  /** The customers that were merged, each with the one that has its records now. */
  readonly merged: ReadonlyMap<string, string>
  readonly locations: readonly StoredRecord[]
  readonly jobs: readonly StoredRecord[]
  readonly appointments: readonly StoredRecord[]
}

/**
 * Locks the records to which those that are taken over refer, in the order of tables and ids: what follows from their
 * children is updated with them, and none is merged meanwhile.
 * @throws {NoSuchRecordError} when one of them was deleted
 */
export async function lockParentsOfAdopted(write: RecordWrite, ids: ParentIds): Promise<LockedParents> {
  const merged = await lockCustomers(write, ids.customers)
  for (const id of inOrder(ids.places)) await lockStates(write, 'locations', [id])
  const locations = await lockEach(ids.locations, (id) => lockRecord(write, locationFields, id))
  const jobs = await lockEach(ids.jobs, (id) => lockJob(write, id))
  const more = otherAppointmentFields
  const appointments = await lockEach(ids.appointments, (id) =>
    lockRecord(write, appointmentFields, id, { more }),
  )
  return { merged, locations, jobs, appointments }
}

async function lockEach(ids: readonly string[], lock: (id: string) => Promise<StoredRecord>) {
  const locked: StoredRecord[] = []
  for (const id of inOrder(ids)) locked.push(await lock(id))
  return locked
}

/** Locks customers, and those that they were merged into. @returns as `LockedParents.merged` */
async function lockCustomers(
  { client, tenantId }: RecordWrite,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const mergedInto = new Map<string, string | null>()
  // Those of a merge that was under way are known once it is committed.
  for (let next = inOrder(ids); next.length > 0; next = inOrder(unknownOf(mergedInto))) {
    for (const id of next) {
      const { rows } = await client.query<{ mergedIntoId: string | null }>(
        `SELECT merged_into_id::text AS "mergedIntoId" FROM lazi.customers WHERE tenant_id = $1 AND id = $2 FOR KEY SHARE`,
        [tenantId, id],
      )
      mergedInto.set(id, rows[0]?.mergedIntoId ?? null)
    }
  }
  const merged = ids.filter((id) => lastOf(mergedInto, id) !== id)
  return new Map(merged.map((id) => [id, lastOf(mergedInto, id)]))
}

const inOrder = (ids: readonly string[]) => [...new Set(ids)].toSorted()

const unknownOf = (mergedInto: ReadonlyMap<string, string | null>) =>
  [...mergedInto.values()].filter((id) => id !== null && !mergedInto.has(id)) as string[]

function lastOf(mergedInto: ReadonlyMap<string, string | null>, id: string): string {
  const seen = new Set<string>()
  let last = id
  for (let next: string | null = id; next !== null && !seen.has(next); next = mergedInto.get(next) ?? null) {
    seen.add(next)
    last = next
  }
  return last
}
