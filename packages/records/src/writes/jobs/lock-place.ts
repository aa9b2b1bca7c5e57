import { RefusedChangeError } from '../errors.ts'
import { lockStates } from '../lock-parents.ts'
import type { RecordWrite } from '../record-write.ts'
import { findBy, type RecordReference, wordOf } from '../stored-record.ts'

/**
 * Locks the customer and the location of a job that becomes open again. They are read before the job is locked: that they
 * are still the same follows from its version.
 * @throws {RefusedChangeError} when one of them is not active
 */
export async function lockPlace(write: RecordWrite, reference: RecordReference): Promise<void> {
  const { where, value } = findBy(reference)
  const { rows } = await write.client.query<{ customers: string | null; locations: string | null }>(
    `SELECT customer_id::text AS customers, location_id::text AS locations FROM lazi.jobs WHERE tenant_id = $1 AND ${where}`,
    [write.tenantId, value],
  )
  for (const table of ['customers', 'locations'] as const) {
    const id = rows[0]?.[table] ?? null
    if (id === null) continue
    const state = (await lockStates(write, table, [id])).get(id)
    if (state !== 'active')
      throw new RefusedChangeError(
        `The ${wordOf(table)} of the job ${state === 'inactive' ? 'is not active: activate it first' : 'was deleted'}.`,
      )
  }
}
