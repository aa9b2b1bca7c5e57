import type pg from 'pg'
import type { Logger } from 'pino'
import { closeCircuit, concernsWholeTenant, countFailure } from './circuit.ts'
import { nextRun } from './due.ts'
import { readTableStates } from './read-table-states.ts'

export interface EndedRun {
  readonly tenantId: string
  readonly tableName: string
  /** The error of a failed run; undefined: it succeeded. */
  readonly error?: unknown
}

/** After a run: updates the tenant's circuit, and when the table is due again. */
export async function afterRun(
  client: pg.ClientBase | pg.Pool,
  { tenantId, tableName, error }: EndedRun,
  { now, logger }: { now: Date; logger: Logger },
): Promise<void> {
  if (error === undefined) await closeCircuit(client, tenantId, now)
  else if (concernsWholeTenant(error)) {
    const openUntil = await countFailure(client, tenantId, error, now)
    if (openUntil) logger.warn({ tenant: tenantId, until: openUntil }, 'circuit is open')
  }
  const [state] = await readTableStates(client, { now, tenantIds: [tenantId], tableNames: [tableName] })
  if (!state) return
  await client.query(
    `UPDATE raw.sync_state SET next_run_at = to_timestamp($3::float8 / 1000) WHERE tenant_id = $1 AND table_name = $2`,
    [tenantId, tableName, nextRun(state).at],
  )
}
