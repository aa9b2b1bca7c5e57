import { UsageError } from 'cli-kit'
import { inTransaction } from 'cli-kit/postgres'
import { roles } from 'db-migrations/protocol'
import type pg from 'pg'
import { type Act, recordEntries } from 'records'

/**
 * Empties the values of entries: the hash stays, so that the log still verifies, and the random salt goes, so that the
 * hash says nothing of them. In the role that alone may do so.
 * @returns the seqs that were emptied; those that had no values any more, or never, are left out
 * @throws {UsageError} for an entry that does not exist, or is about the log itself; when the login may not erase
 */
export async function redact(
  client: pg.ClientBase,
  tenantId: string,
  { seqs, act }: { readonly seqs: readonly string[]; readonly act: Act },
): Promise<string[]> {
  return inTransaction(client, async () => {
    await becomeEraser(client)
    const { rows: found } = await client.query<{ seq: string; isOfLog: boolean }>(
      `SELECT seq, entity = 'audit.entries' OR (entity = 'raw.tenants' AND action = 'delete') AS "isOfLog"
         FROM audit.entries WHERE tenant_id = $1 AND seq = ANY ($2::bigint[])`,
      [tenantId, seqs],
    )
    const missing = seqs.filter((seq) => !found.some((row) => row.seq === seq))
    if (missing.length > 0)
      throw new UsageError(`Tenant ${tenantId} has no entry ${missing.join(', ')} in its audit log.`)
    const ofLog = found.filter(({ isOfLog }) => isOfLog).map(({ seq }) => seq)
    if (ofLog.length > 0)
      throw new UsageError(`Entry ${ofLog.join(', ')} is about the log itself, and a verification needs it.`)
    const { rows } = await client.query<{ seq: string }>(
      `UPDATE audit.entries SET changes = NULL, salt = NULL
        WHERE tenant_id = $1 AND seq = ANY ($2::bigint[]) AND changes IS NOT NULL RETURNING seq`,
      [tenantId, seqs],
    )
    const emptied = rows.map(({ seq }) => seq).sort((one, other) => Number(one) - Number(other))
    await recordEntries(
      client,
      tenantId,
      act,
      emptied.map((seq) => ({ action: 'redact', entity: 'audit.entries', entityId: seq })),
    )
    return emptied
  })
}

async function becomeEraser(client: pg.ClientBase): Promise<void> {
  try {
    await client.query(`SET LOCAL ROLE ${roles.eraser}`)
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error
    const { user = 'the login' } = client as { readonly user?: string }
    throw new UsageError(
      `${user} is not a member of role ${roles.eraser}. Let an administrator run: GRANT ${roles.eraser} TO "${user}"; and afterwards: REVOKE ${roles.eraser} FROM "${user}";`,
    )
  }
}
