import type { Domain, DomainMode } from 'db-migrations/protocol'
import type pg from 'pg'
import { recordTables } from 'records'

/** Which side owns the records of a tenant's domain. */
export interface DomainState {
  readonly domain: Domain
  readonly mode: DomainMode
  readonly since: Date
  readonly switchedBy: string
  /** ServiceTitan's records that are new since LAZI owns the domain, and not taken over. */
  readonly newRecords: number
}

/** The domains of a tenant, in the order of their names. */
export async function readDomains(client: pg.ClientBase, tenantId: string): Promise<DomainState[]> {
  const { rows } = await client.query<Omit<DomainState, 'newRecords'>>(
    `SELECT domain, mode, since, switched_by AS "switchedBy" FROM sync.domains WHERE tenant_id = $1 ORDER BY domain`,
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
 * @returns those that LAZI owns, and those whose records both sides change
 */
export async function lockDomains(
  client: pg.ClientBase,
  tenantId: string,
  lock: 'SHARE' | 'UPDATE' = 'SHARE',
): Promise<Readonly<Record<'owned' | 'hybrid', ReadonlySet<Domain>>>> {
  const { rows } = await client.query<Pick<DomainState, 'domain' | 'mode'>>(
    `SELECT domain, mode FROM sync.domains WHERE tenant_id = $1 ORDER BY domain FOR ${lock}`,
    [tenantId],
  )
  const hybrid = rows.filter(({ mode }) => mode === 'hybrid').map(({ domain }) => domain)
  return { owned: new Set(ownedOf(rows)), hybrid: new Set(hybrid) }
}

/** The domains of these that LAZI owns. */
export const ownedOf = (states: readonly Pick<DomainState, 'domain' | 'mode'>[]): Domain[] =>
  states.filter(({ mode }) => mode === 'lazi').map(({ domain }) => domain)

/** The tables of a domain in schema `lazi`, parents first. */
export function tablesOf(domain: Domain): string[] {
  return recordTables.filter((table) => table.domain === domain).map(({ name }) => name)
}
