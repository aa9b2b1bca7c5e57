import { actorText } from '../../audit/record-entries.ts'
import type { RecordWrite } from '../record-write.ts'

/** An appointment whose customer is another one now. */
interface Moved {
  readonly id: string
  /** Its former customer. */
  readonly customerId: string | null
}

/**
 * Gives the appointments of locked jobs the customer of their jobs, which is nothing to agree upon with ServiceTitan.
 * @returns the appointments that had another one
 */
export async function followCustomer(
  { client, tenantId, act, publish }: RecordWrite,
  jobIds: readonly string[],
  customerId: string,
): Promise<readonly Moved[]> {
  if (jobIds.length === 0) return []
  const { rows } = await client.query<Moved>(
    `WITH locked AS MATERIALIZED (
       SELECT id, customer_id FROM lazi.appointments
        WHERE tenant_id = $1 AND job_id = ANY ($2::uuid[]) AND customer_id IS DISTINCT FROM $3::uuid
        ORDER BY id FOR NO KEY UPDATE
     )
     UPDATE lazi.appointments AS moved
        SET customer_id = $3::uuid, version = version + 1, updated_at = $4, updated_by = $5
       FROM locked WHERE moved.tenant_id = $1 AND moved.id = locked.id
     RETURNING moved.id::text, locked.customer_id::text AS "customerId"`,
    [tenantId, jobIds, customerId, act.now, actorText(act.actor)],
  )
  for (const { id } of rows) publish('appointments', id, 'update', ['customer_id'])
  return rows
}
