import { errorText, readOperator } from 'cli-kit'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { Act } from 'records'
import type { CacheTable } from '../cache/cache-table.ts'
import { TableBusyError } from '../cache/table-lock.ts'
import { replayEntries } from '../quarantine/replay-entries.ts'
import { dropEntries } from '../quarantine/resolve-entries.ts'
import { endClaim, type TableClaim } from './claims/table-claims.ts'
import { finishRequest, resetRequest, type TakenQuarantineRequest } from './requests.ts'

export interface EntryToResolve {
  readonly claim: TableClaim
  readonly table: CacheTable
  readonly request: TakenQuarantineRequest
}

/**
 * Carries out a request about a record in quarantine, and records its result in the transaction that ends the claim. An
 * entry that is resolved already stays resolved: a worker may have died between resolving it and recording the result. Needs
 * no ServiceTitan.
 * @returns busy: another process syncs the table, and the request stays pending
 * @throws {ClaimLostError} when another worker has claimed the table, and with it the request
 * @throws when PostgreSQL cannot be reached
 */
export async function resolveEntry(
  pool: pg.Pool,
  entry: EntryToResolve,
  now: Date,
): Promise<'finished' | 'busy'> {
  const { claim, request } = entry
  const client = await pool.connect()
  let error: string | null
  try {
    error = await resolve(client, entry, now)
    client.release()
  } catch (thrown) {
    // The session may be inside a transaction or have the table's lock.
    client.release(true)
    if (thrown instanceof TableBusyError) {
      const writeResult = (end: pg.ClientBase) => resetRequest(end, claim.tenantId, request.requestId)
      await endClaim(pool, claim, { writeResult })
      return 'busy'
    }
    error = errorText(thrown)
  }
  const result = { runId: null, error, now }
  await endClaim(pool, claim, {
    writeResult: (end) => finishRequest(end, claim.tenantId, request.requestId, result),
  })
  return 'finished'
}

/** @returns the error; null: done */
async function resolve(
  client: pg.ClientBase,
  { claim: { tenantId }, table, request }: EntryToResolve,
  now: Date,
): Promise<string | null> {
  const { kind, quarantineId } = request
  const act = await readAct(client, tenantId, request, now)
  const entry = await readEntry(client, tenantId, quarantineId)
  if (entry?.tableName !== table.name)
    return `There is no entry ${quarantineId} of ${table.name} in quarantine.`
  if (kind === 'drop') {
    await dropEntries(client, tenantId, [quarantineId], act)
    return null
  }
  const entries = { tenantId, table, ids: [quarantineId], stripNulCharacters: false, lockWaitMs: 0, act }
  const { refused } = await replayEntries(client, entries)
  if (refused === 0) return null
  return `Refused again: ${(await readEntry(client, tenantId, quarantineId))?.error}`
}

/** The worker acts for who requested it, and for the same reason. */
async function readAct(
  client: pg.ClientBase,
  tenantId: string,
  { requestId, requestedBy }: TakenQuarantineRequest,
  now: Date,
): Promise<Act> {
  const { rows } = await client.query<CamelRow<'audit.entries', 'reason' | 'request_id'>>(
    `SELECT reason, request_id AS "requestId" FROM audit.entries
      WHERE tenant_id = $1 AND entity = 'raw.sync_requests' AND entity_id = $2 AND action = 'request'
      ORDER BY seq DESC LIMIT 1`,
    [tenantId, requestId],
  )
  const actor = { kind: 'worker', ...readOperator(), onBehalfOf: requestedBy ?? undefined } as const
  const { reason, requestId: request } = rows[0] ?? {}
  return { actor, now, reason: reason ?? undefined, requestId: request ?? undefined }
}

async function readEntry(client: pg.ClientBase, tenantId: string, quarantineId: string) {
  const { rows } = await client.query<CamelRow<'raw.quarantine', 'table_name' | 'error'>>(
    `SELECT table_name AS "tableName", error FROM raw.quarantine WHERE tenant_id = $1 AND quarantine_id = $2`,
    [tenantId, quarantineId],
  )
  return rows[0]
}
