import { UsageError } from 'cli-kit'
import { inTransaction } from 'cli-kit/postgres'
import { channels, type Domain } from 'db-migrations/protocol'
import type pg from 'pg'
import { type Act, recordEntries } from 'records'
import { tablesOf } from '../owned/domains.ts'

export interface Pause {
  readonly tenantId: string
  readonly domains: readonly Domain[]
  /** Who pauses it, for people; null: it is resumed. */
  readonly by: string | null
  readonly act: Act
}

/** What a pause has changed. */
export interface Paused {
  /** The domains that were not so before. */
  readonly changed: readonly Domain[]
  /** How many records have a request under way, which a pause does not take back. */
  readonly underWay: number
}

interface DomainRow {
  readonly domain: Domain
  readonly mode: string
  readonly pausedBy: string | null
}

/**
 * Pauses or resumes the sending of domains. A pause waits for attempts that are being stored: later ones are not stored, and
 * so not sent. Pausing a paused domain keeps who paused it.
 * @throws {UsageError} when both sides do not change the records of a domain
 */
export async function pauseSending(
  client: pg.ClientBase,
  { tenantId, domains, by, act }: Pause,
): Promise<Paused> {
  return inTransaction(client, async () => {
    const { rows } = await client.query<DomainRow>(
      `SELECT domain, mode, paused_by AS "pausedBy" FROM sync.domains
        WHERE tenant_id = $1 AND domain = ANY ($2) ORDER BY domain FOR NO KEY UPDATE`,
      [tenantId, domains],
    )
    const others = domains.filter(
      (domain) => !rows.some((row) => row.domain === domain && row.mode === 'hybrid'),
    )
    if (others.length > 0)
      throw new UsageError(`Nothing is sent of ${others.join(', ')}: only of mode hybrid.`)
    const changing = rows.filter(({ pausedBy }) => (pausedBy === null) === (by !== null))
    const changed = changing.map(({ domain }) => domain)
    await client.query(
      `UPDATE sync.domains SET paused_at = CASE WHEN $3::text IS NOT NULL THEN $4::timestamptz END, paused_by = $3
        WHERE tenant_id = $1 AND domain = ANY ($2)`,
      [tenantId, changed, by, act.now],
    )
    const { rows: sent } = await client.query<{ underWay: number }>(
      `SELECT count(*)::integer AS "underWay" FROM sync.outbox
        WHERE tenant_id = $1 AND table_name = ANY ($2) AND state = 'sending'`,
      [tenantId, domains.flatMap(tablesOf)],
    )
    if (by === null) await client.query(`SELECT pg_notify($1, '')`, [channels.pushes])
    const entries = changing.map(({ domain, pausedBy }) => ({
      action: by === null ? ('resume' as const) : ('pause' as const),
      entity: 'sync.domains' as const,
      entityId: domain,
      changes: { pausedBy: { old: pausedBy, new: by } },
    }))
    await recordEntries(client, tenantId, act, entries)
    return { changed, underWay: sent[0]?.underWay ?? 0 }
  })
}
