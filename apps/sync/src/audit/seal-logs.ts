import { errorText } from 'cli-kit'
import type pg from 'pg'
import { exportSeals } from './export-seals.ts'
import { ensureInstallation } from './log.ts'
import { sealLog } from './seal-log.ts'
import type { Sealing } from './settings.ts'

/** How the sealing of one log ended. */
export type SealOutcome = 'sealed' | 'failed' | 'export-failed'

export interface SealLogsOptions {
  readonly sealing: Sealing
  readonly now: Date
  readonly signal: AbortSignal
  /** Called for each log that had something to seal or to export. */
  readonly onOutcome?: (tenantId: string, outcome: SealOutcome) => void
}

/** Seals and exports all logs. One that cannot be sealed is reported as an error, and the others go on. */
export async function sealLogs(
  pool: pg.Pool,
  { sealing, now, signal, onOutcome }: SealLogsOptions,
): Promise<void> {
  const client = await pool.connect()
  try {
    await ensureInstallation(client, now)
    for (const tenantId of await readUnsealed(client)) {
      if (signal.aborted) return
      const outcome = await sealOne(client, tenantId, sealing, now)
      onOutcome?.(tenantId, outcome)
    }
  } finally {
    client.release()
  }
}

async function sealOne(
  client: pg.ClientBase,
  tenantId: string,
  sealing: Sealing,
  now: Date,
): Promise<SealOutcome> {
  let outcome: SealOutcome = 'sealed'
  try {
    await sealLog(client, tenantId, { now, key: sealing.key })
  } catch (error) {
    sealing.logger.error({ tenant: tenantId, error: errorText(error) }, 'cannot seal the audit log')
    outcome = 'failed'
  }
  try {
    const { error } = await exportSeals(client, tenantId, sealing, now)
    if (error === null) return outcome
    sealing.logger.error({ tenant: tenantId, error }, 'cannot export a seal of the audit log')
  } catch (error) {
    sealing.logger.error({ tenant: tenantId, error: errorText(error) }, 'cannot export a seal')
  }
  return outcome === 'sealed' ? 'export-failed' : outcome
}

/** The tenants with entries to seal, or seals to export. */
async function readUnsealed(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ tenantId: string }>(
    `SELECT tenant_id AS "tenantId" FROM audit.positions AS position
      WHERE last_seq > coalesce((SELECT max(size) FROM audit.seals WHERE seals.tenant_id = position.tenant_id), 0)
         OR EXISTS (SELECT FROM audit.seals WHERE seals.tenant_id = position.tenant_id AND exported_at IS NULL)
      ORDER BY tenant_id`,
  )
  return rows.map(({ tenantId }) => tenantId)
}
