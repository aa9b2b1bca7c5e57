import { isStillBroken } from 'db-migrations/protocol'
import type pg from 'pg'
import { instantText } from 'records'

// Checkpoints are exported in order, up to the first that fails: later seals have no error of their own.
const sealJson = `json_build_object(
  'size', size::text, 'sealedAt', ${instantText('sealed_at')}, 'throughAt', ${instantText('through_at')},
  'exportedAt', ${instantText('exported_at')},
  'exportError', (
    SELECT export_error FROM audit.seals WHERE tenant_id = $1 AND exported_at IS NULL ORDER BY size LIMIT 1),
  'isSigned', note LIKE E'%\\n\\n— %')`

const verificationJson = `json_build_object(
  'verifiedAt', ${instantText('verified_at')}, 'fromSeq', from_seq::text, 'toSeq', to_seq::text, 'outcome', outcome,
  'firstBadSeq', first_bad_seq::text, 'detail', detail)`

/**
 * How far a tenant's audit log is sealed and verified, as JSON text, all of one moment.
 * @param client in a transaction of role `lazi_writer`, with `byIndexOrder`
 */
export async function readAuditStatus(client: pg.ClientBase, tenantId: string): Promise<string> {
  const { rows } = await client.query<{ row: string }>(
    `SELECT json_build_object(
              'lastSeq', coalesce((SELECT last_seq FROM audit.positions WHERE tenant_id = $1), 0)::text,
              'unsealedSince', (
                SELECT ${instantText('at')} FROM audit.entries
                 WHERE tenant_id = $1 AND seq > coalesce((SELECT max(size) FROM audit.seals WHERE tenant_id = $1), 0)
                 ORDER BY seq LIMIT 1),
              'sealed', (SELECT ${sealJson} FROM audit.seals WHERE tenant_id = $1 ORDER BY size DESC LIMIT 1),
              'verification', coalesce((
                SELECT ${verificationJson} FROM audit.verifications AS found
                 WHERE tenant_id = $1 AND ${isStillBroken('found')} ORDER BY verified_at DESC LIMIT 1), (
                SELECT ${verificationJson} FROM audit.verifications
                 WHERE tenant_id = $1 ORDER BY verified_at DESC LIMIT 1)))::text AS row`,
    [tenantId],
  )
  return rows[0]?.row ?? '{}'
}

/** The note of a tenant's newest seal, and how many entries it seals; null: nothing is sealed yet. */
export async function readCheckpoint(
  client: pg.ClientBase,
  tenantId: string,
): Promise<{ readonly size: string; readonly note: string } | null> {
  const { rows } = await client.query<{ size: string; note: string }>(
    'SELECT size, note FROM audit.seals WHERE tenant_id = $1 ORDER BY size DESC LIMIT 1',
    [tenantId],
  )
  return rows[0] ?? null
}
