import { connect } from '../database.ts'
import { inTransaction } from '../page/transaction.ts'
import { tables } from '../tables/tables.ts'

/** Deletes the demo tenant, so that each demo begins with a first sync. No other tenant is touched. */
export async function forgetTenant(url: string, tenantId: string): Promise<void> {
  const names = [
    ...tables.map(({ name }) => name),
    'sync_state',
    'sync_runs',
    'sync_schedules',
    'sync_requests',
    'full_sync_pages',
    'delete_suspects',
    'changes',
    'change_positions',
    'rate_limits',
    'quarantine',
    'api_drift',
    'tenants',
  ]
  const client = await connect(url)
  try {
    await inTransaction(client, async () => {
      for (const name of names) await client.query(`DELETE FROM raw.${name} WHERE tenant_id = $1`, [tenantId])
    })
  } finally {
    await client.end()
  }
}
