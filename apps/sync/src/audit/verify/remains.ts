import type pg from 'pg'
import type { Findings } from './findings.ts'
import type { Walked } from './walk-log.ts'

/**
 * Reports a log whose position was deleted, while entries or seals are left. Its identity is lost with the position, so
 * that neither leaves nor checkpoints can be computed.
 * @returns null when nothing is left: the tenant has no log
 */
export async function checkRemains(
  client: pg.ClientBase,
  tenantId: string,
  findings: Findings,
): Promise<Walked | null> {
  const { rows: entries } = await client.query<{ oldest: string | null; newest: string | null }>(
    'SELECT min(seq) AS oldest, max(seq) AS newest FROM audit.entries WHERE tenant_id = $1',
    [tenantId],
  )
  const { rows: sealed } = await client.query<{ seals: string; size: string | null }>(
    'SELECT count(*) AS seals, max(size) AS size FROM audit.seals WHERE tenant_id = $1',
    [tenantId],
  )
  const [fromSeq, toSeq] = [Number(entries[0]?.oldest ?? 1), Number(entries[0]?.newest ?? 0)]
  const [seals, sealedTo] = [Number(sealed[0]?.seals ?? 0), Number(sealed[0]?.size ?? 0)]
  if (toSeq === 0 && seals === 0) return null
  findings.add(fromSeq, 'audit.positions has no row for the log, although entries or seals are left')
  return { fromSeq, toSeq, sealedTo: Math.min(sealedTo, toSeq), emptied: 0, seals, unsigned: 0, unchecked: 0 }
}
