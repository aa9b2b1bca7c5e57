import { isAt } from 'records'
import { parseChanges } from '../../changes.ts'
import type { RecordsCheck } from './records-check.ts'

interface Merge {
  readonly seq: bigint
  /** The customer that stayed; undefined: not known, as the values of the entry were emptied. */
  readonly into: string | undefined
}

/** By customer: the merge in which it was merged away. */
export type Merges = ReadonlyMap<string, Merge>

/** Reads the merges of customers, and of those into whom they were merged. */
export async function readMerges(
  { client, tenantId }: Pick<RecordsCheck, 'client' | 'tenantId'>,
  customerIds: readonly string[],
): Promise<Merges> {
  const merges = new Map<string, Merge>()
  let next = [...new Set(customerIds)]
  while (next.length > 0) {
    const { rows } = await client.query<{ id: string; seq: string; changes: string | null }>(
      `SELECT entry.id, entry.seq::text, entry.changes FROM unnest($2::text[]) AS given (id)
        CROSS JOIN LATERAL (
              SELECT entity_id AS id, seq, changes FROM audit.entries
               WHERE tenant_id = $1 AND entity = 'lazi.customers' AND ${isAt('entity_id', 'given.id')} AND action = 'merge'
               ORDER BY entity_id, entries.seq DESC LIMIT 1) AS entry`,
      [tenantId, next],
    )
    for (const { id, seq, changes } of rows) {
      const into = changes === null ? undefined : parseChanges(changes)?.mergedIntoId?.new
      merges.set(id, { seq: BigInt(seq), into: typeof into === 'string' ? into : undefined })
    }
    next = rows.flatMap(({ id }) => merges.get(id)?.into ?? []).filter((id) => !merges.has(id))
  }
  return merges
}

/**
 * The customer to which what belonged to a customer has moved since an entry.
 * @returns undefined when it is not known
 */
export function followMerges(merges: Merges, customerId: string, since: string): string | undefined {
  let [current, after]: [string | undefined, bigint] = [customerId, BigInt(since)]
  for (;;) {
    const merge: Merge | undefined = current === undefined ? undefined : merges.get(current)
    if (merge === undefined || merge.seq <= after) return current
    ;[current, after] = [merge.into, merge.seq]
  }
}
