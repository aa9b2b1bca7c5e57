import {
  type Domain,
  type DomainMode,
  databaseIdentity,
  type SendingState,
  sendingState,
} from 'db-migrations/protocol'
import type pg from 'pg'
import { recordTables } from 'records'

/** Which side owns the records of a tenant's domain. */
export interface DomainState {
  readonly domain: Domain
  readonly mode: DomainMode
  readonly since: Date
  readonly switchedBy: string
  /** Whether changes of its records are sent. */
  readonly sending: SendingState
  /** Null: it is not paused. */
  readonly pausedAt: Date | null
  readonly pausedBy: string | null
  /** ServiceTitan's records that are new since LAZI owns the domain, and not taken over. */
  readonly newRecords: number
}

/** The domains of a tenant, in the order of their names. */
export async function readDomains(client: pg.ClientBase, tenantId: string): Promise<DomainState[]> {
  const { rows } = await client.query<Omit<DomainState, 'newRecords'>>(
    `SELECT domain, mode, since, switched_by AS "switchedBy", ${sendingState('domain')} AS sending,
            paused_at AS "pausedAt", paused_by AS "pausedBy"
       FROM sync.domains AS domain WHERE tenant_id = $1 ORDER BY domain`,
    [tenantId],
  )
  const { rows: counts } = await client.query<{ table: string; count: number }>(
    `SELECT table_name AS table, count(*)::integer AS count FROM sync.waiting
      WHERE tenant_id = $1 AND reason = 'new' GROUP BY table_name`,
    [tenantId],
  )
  return rows.map((row) => {
    const names = tablesOf(row.domain)
    const newRecords = counts
      .filter(({ table }) => names.includes(table))
      .reduce((sum, { count }) => sum + count, 0)
    return { ...row, newRecords }
  })
}

/**
 * Locks the domains of a tenant until the end of the transaction: a switch of them, and the removal of the tenant, wait.
 * @param lock UPDATE: everything that writes records waits too
 * @returns those that LAZI owns, those whose records both sides change, and those of them whose changes are sent
 */
export async function lockDomains(
  client: pg.ClientBase,
  tenantId: string,
  lock: 'SHARE' | 'UPDATE' = 'SHARE',
): Promise<Readonly<Record<'owned' | 'hybrid' | 'sending', ReadonlySet<Domain>>>> {
  const { rows } = await client.query<Pick<DomainState, 'domain' | 'mode' | 'sending'>>(
    `SELECT domain, mode, ${sendingState('domain')} AS sending
       FROM sync.domains AS domain WHERE tenant_id = $1 ORDER BY domain FOR ${lock}`,
    [tenantId],
  )
  const namesOf = (states: typeof rows) => new Set(states.map(({ domain }) => domain))
  return {
    owned: new Set(ownedOf(rows)),
    hybrid: namesOf(rows.filter(({ mode }) => mode === 'hybrid')),
    sending: namesOf(rows.filter(({ sending }) => sending === 'on')),
  }
}

/** The identity of the connected database: records are not sent from a restored copy of another one. */
export async function readIdentity(client: pg.ClientBase | pg.Pool): Promise<string | null> {
  const { rows } = await client.query<{ identity: string | null }>(`SELECT ${databaseIdentity} AS identity`)
  return rows[0]?.identity ?? null
}

/** The domains of these that LAZI owns. */
export const ownedOf = (states: readonly Pick<DomainState, 'domain' | 'mode'>[]): Domain[] =>
  states.filter(({ mode }) => mode === 'lazi').map(({ domain }) => domain)

/** The tables of a domain in schema `lazi`, parents first. */
export function tablesOf(domain: Domain): string[] {
  return recordTables.filter((table) => table.domain === domain).map(({ name }) => name)
}
