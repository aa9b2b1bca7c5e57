import { isStillBroken, type VerificationOption } from 'db-migrations/protocol'
import type pg from 'pg'

/** How a log was verified: what a verification has to compare too if it is to prove more. */
export interface Strength {
  readonly tenantId: string
  readonly options: readonly VerificationOption[]
  readonly checkpointSize: string | null
}

/**
 * The newest verification that found a log broken, and that none of at least its strength has contradicted since.
 * @returns null when there is none
 */
export async function readStillBroken(client: pg.ClientBase, tenantId: string): Promise<Strength | null> {
  const { rows } = await client.query<Strength>(
    `SELECT tenant_id AS "tenantId", options, checkpoint_size AS "checkpointSize" FROM audit.verifications AS found
      WHERE tenant_id = $1 AND ${isStillBroken('found')} ORDER BY verified_at DESC LIMIT 1`,
    [tenantId],
  )
  return rows[0] ?? null
}

/** Whether a former verification of the log found a seal. */
export async function wasSealed(client: pg.ClientBase, tenantId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'SELECT FROM audit.verifications WHERE tenant_id = $1 AND seals > 0 LIMIT 1',
    [tenantId],
  )
  return rowCount === 1
}

/** The command that verifies a log with at least the given strength, and what it needs. */
export function verifyAgain({ tenantId, options, checkpointSize }: Strength): string {
  const arguments_ = [
    options.includes('checkpoint') ? '--checkpoint <file>' : '',
    options.includes('state') ? '--state' : '',
    options.includes('public_key') ? '--public-key <file>' : '',
  ].filter(Boolean)
  const needs = [
    checkpointSize === null ? '' : `a checkpoint of size ${checkpointSize} or greater`,
    options.includes('key') && !options.includes('public_key') ? 'LAZI_AUDIT_KEY_FILE' : '',
  ].filter(Boolean)
  const command = ['pnpm sync audit verify', `--tenant ${tenantId}`, ...arguments_].join(' ')
  return needs.length === 0 ? command : `${command} (with ${needs.join(' and ')})`
}
