import type pg from 'pg'
import { exportRest } from './export-seals.ts'
import { sealRest } from './seal-log.ts'
import type { Sealing } from './settings.ts'

/** What remains of a log that is deleted, for an entry of the installation. */
export interface ClosedLog {
  /** The number of entries that it ever had. */
  readonly entries: number
  /** The last root, in hex; null: it never had an entry. */
  readonly root: string | null
  /** Its identity, as in the origin of its checkpoints; null: it never had an entry. */
  readonly epoch: string | null
}

/**
 * Seals a tenant's log to its end and exports the seals, in the transaction that then deletes it with
 * `audit.remove_tenant`. Its position stays locked until the commit, so that no entry follows.
 * @throws {BrokenLogError} when an entry is missing
 * @throws when a seal cannot be exported
 */
export async function closeLog(
  client: pg.ClientBase,
  tenantId: string,
  now: Date,
  sealing: Sealing,
): Promise<ClosedLog> {
  const { rows: positions } = await client.query<{ epoch: string }>(
    'SELECT epoch FROM audit.positions WHERE tenant_id = $1 FOR UPDATE',
    [tenantId],
  )
  const epoch = positions[0]?.epoch ?? null
  if (epoch === null) return { entries: 0, root: null, epoch }
  await sealRest(client, tenantId, { now, key: sealing.key })
  const error = await exportRest(client, tenantId, sealing, now)
  if (error !== null) throw new Error(`The seals of tenant ${tenantId} cannot be exported: ${error}.`)
  const { rows } = await client.query<{ size: string; root: Buffer }>(
    'SELECT size, root FROM audit.seals WHERE tenant_id = $1 ORDER BY size DESC LIMIT 1',
    [tenantId],
  )
  const [last] = rows
  return { entries: Number(last?.size ?? 0), root: last?.root.toString('hex') ?? null, epoch }
}
