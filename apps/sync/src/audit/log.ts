import type pg from 'pg'
import { installation } from 'records'
import type { LogId } from './leaf.ts'

/** A tenant's log, and where it ends. */
export interface Log extends LogId {
  /** `audit.positions.last_seq`. */
  readonly lastSeq: number
  /** The first line of its checkpoints. */
  readonly origin: string
}

/**
 * The epoch of the installation's own log is the id of the installation. The row is made by the first entry or the
 * first seal, and not by a migration, since a dump is restored into a database without rows.
 */
export async function ensureInstallation(client: pg.ClientBase | pg.Pool, now: Date): Promise<void> {
  await client.query(
    'INSERT INTO audit.positions (tenant_id, last_seq, last_at) VALUES ($1, 0, $2) ON CONFLICT (tenant_id) DO NOTHING',
    [installation, now],
  )
}

/** @returns null when the tenant has no log, or the installation none */
export async function readLog(client: pg.ClientBase, tenantId: string): Promise<Log | null> {
  const position = await readPosition(client, tenantId)
  const ours = await readPosition(client, installation)
  if (position === null || ours === null) return null
  return { tenantId, ...position, origin: originOf(ours.epoch, { tenantId, epoch: position.epoch }) }
}

/** The first line of a log's checkpoints. */
function originOf(installationId: string, { tenantId, epoch }: LogId): string {
  return `lazi-data/${installationId}/${tenantId}/${epoch}`
}

/** The tenants that have a log, with the installation. */
export async function readLogs(client: pg.ClientBase | pg.Pool): Promise<string[]> {
  const { rows } = await client.query<{ tenantId: string }>(
    'SELECT tenant_id AS "tenantId" FROM audit.positions ORDER BY tenant_id',
  )
  return rows.map(({ tenantId }) => tenantId)
}

/**
 * The tenants that have a log, and those of whose log only entries or seals are left. Reading all entries' tenants takes
 * time: it is for verifications.
 */
export async function readTraces(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ tenantId: string }>(
    `SELECT tenant_id AS "tenantId" FROM audit.positions
      UNION SELECT DISTINCT tenant_id FROM audit.seals
      UNION SELECT DISTINCT tenant_id FROM audit.entries
      ORDER BY 1`,
  )
  return rows.map(({ tenantId }) => tenantId)
}

async function readPosition(client: pg.ClientBase, tenantId: string) {
  const { rows } = await client.query<{ epoch: string; lastSeq: string }>(
    'SELECT epoch, last_seq AS "lastSeq" FROM audit.positions WHERE tenant_id = $1',
    [tenantId],
  )
  const [row] = rows
  return row ? { epoch: row.epoch, lastSeq: Number(row.lastSeq) } : null
}
