import type { Domain } from 'db-migrations/protocol'
import type { RecordsCheck, Switched } from './records-check.ts'

/** Of a domain that no entry says was switched: the log began, or retention deleted the entry, after its switch. */
export const notSwitched: Switched = { seq: 0n, at: '-infinity' }

/**
 * The last switch of each domain. Only people have changed the records of a domain of LAZI since then: the switch waits for
 * the changes and the projection that are under way, with the domain locked.
 */
export async function readSwitches({
  client,
  tenantId,
}: Pick<RecordsCheck, 'client' | 'tenantId'>): Promise<ReadonlyMap<Domain, Switched>> {
  const { rows } = await client.query<{ domain: Domain; seq: string; at: string }>(
    `SELECT entity_id AS domain, max(seq)::text AS seq, max(at)::text AS at FROM audit.entries
      WHERE tenant_id = $1 AND entity = 'sync.domains' AND action = 'switch' GROUP BY entity_id`,
    [tenantId],
  )
  return new Map(rows.map(({ domain, seq, at }) => [domain, { seq: BigInt(seq), at }]))
}
