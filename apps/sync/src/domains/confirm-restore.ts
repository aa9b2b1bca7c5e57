import { inTransaction } from 'cli-kit/postgres'
import { channels, type Domain } from 'db-migrations/protocol'
import type pg from 'pg'
import { type Act, recordEntries } from 'records'
import { sentTables } from 'records/synced'
import { lockDomains, readDomains, readIdentity } from '../owned/domains.ts'
import { lookAtAll } from '../push/outbox-state.ts'

/** A domain whose changes are not sent, because this database is a restored copy. */
export interface RestoredDomain {
  readonly domain: Domain
  /** The records with changes that wait. */
  readonly records: number
}

/** The tables of a domain whose records are sent by requests of their own. */
const sentTablesOf = (domain: Domain) =>
  sentTables.filter(({ record }) => record.domain === domain).map(({ record }) => record.name)

/** The domains of a tenant that wait for a person since this database was restored. */
export async function readRestored(client: pg.ClientBase, tenantId: string): Promise<RestoredDomain[]> {
  const restored = (await readDomains(client, tenantId)).filter(({ sending }) => sending === 'restored')
  const domains: RestoredDomain[] = []
  for (const { domain } of restored) {
    const { rows } = await client.query<{ records: number }>(
      `SELECT count(*)::integer AS records FROM sync.outbox
        WHERE tenant_id = $1 AND table_name = ANY ($2) AND state <> 'kept'`,
      [tenantId, sentTablesOf(domain)],
    )
    domains.push({ domain, records: rows[0]?.records ?? 0 })
  }
  return domains
}

/**
 * Lets the changes of a restored database be sent. ServiceTitan may have received some of them after the backup was made, so
 * that all count as sent without a response: each record is read before anything of it is sent.
 * @returns the domains that waited
 */
export async function confirmRestore(
  client: pg.ClientBase,
  tenantId: string,
  act: Act,
): Promise<RestoredDomain[]> {
  return inTransaction(client, async () => {
    await lockDomains(client, tenantId, 'UPDATE')
    const restored = await readRestored(client, tenantId)
    const names = restored.map(({ domain }) => domain)
    if (names.length === 0) return []
    const identity = await readIdentity(client)
    await client.query('UPDATE sync.domains SET sends_from = $3 WHERE tenant_id = $1 AND domain = ANY ($2)', [
      tenantId,
      names,
      identity,
    ])
    await lookAtAll(client, { tenantId, tables: names.flatMap(sentTablesOf), now: act.now })
    await client.query(`SELECT pg_notify($1, '')`, [channels.pushes])
    await recordEntries(
      client,
      tenantId,
      act,
      restored.map(({ domain, records }) => ({
        action: 'confirm',
        entity: 'sync.domains',
        entityId: domain,
        changes: { sendsFrom: { new: identity }, records: { new: records } },
      })),
    )
    return restored
  })
}
