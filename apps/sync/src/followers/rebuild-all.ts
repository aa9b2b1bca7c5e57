import { inTransaction } from 'cli-kit/postgres'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { type Act, recordEntries } from 'records'
import type { Follower } from './follower.ts'

/** Lets every table that a follower has built be rebuilt, in place: rows stay, and equal ones are not written. */
export async function rebuildAll(
  client: pg.ClientBase,
  { name }: Pick<Follower, 'name'>,
  { tenantId, act }: { readonly tenantId: string; readonly act: Act },
): Promise<void> {
  await inTransaction(client, async () => {
    const { rows } = await client.query<CamelRow<'sync.followers', 'pending'>>(
      `UPDATE sync.followers SET pending = ready, rebuild_table = NULL, rebuild_after = NULL, due_at = NULL
        WHERE tenant_id = $1 AND name = $2 RETURNING pending`,
      [tenantId, name],
    )
    if (!rows[0]) return
    const changes = { pending: { new: rows[0].pending } }
    await recordEntries(client, tenantId, act, [
      { action: 'rebuild', entity: 'sync.followers', entityId: name, changes },
    ])
  })
}
