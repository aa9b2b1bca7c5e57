import { type OwnableDomain, type SendingState, sendingState } from 'db-migrations/protocol'
import type pg from 'pg'
import { instantText } from '../value-json.ts'
import type { Differing } from './outbox-list.ts'

/** How the exchange of a tenant's changes with ServiceTitan goes. */
export interface ExchangeState {
  readonly tenantId: string
  /** The domains whose records both sides change; empty: nothing is exchanged. */
  readonly domains: readonly SendingDomain[]
  /** The records that differ, by state; one that is absent has none. */
  readonly records: Readonly<Partial<Record<Differing['state'], number>>>
  /** What ServiceTitan does not allow, such as `scope tn.crm.customers:w`. */
  readonly forbidden: readonly string[]
  /** How long the oldest change waits that can be sent, in seconds; null: there is none. */
  readonly oldestSeconds: number | null
  readonly openConflicts: number
}

/** A domain whose records both sides change. */
export interface SendingDomain {
  readonly domain: OwnableDomain
  readonly sending: SendingState
  /** Null: it is not paused. */
  readonly pausedAt: string | null
  readonly pausedBy: string | null
}

/** SQL of the states of the tenants for which a condition on `tenant` holds. */
const statesOf = (condition: string) => `
SELECT tenant.tenant_id::text AS "tenantId",
       coalesce((SELECT json_agg(json_build_object(
                   'domain', domain.domain, 'sending', ${sendingState('domain')},
                   'pausedAt', ${instantText('domain.paused_at')}, 'pausedBy', domain.paused_by) ORDER BY domain.domain)
                   FROM sync.domains AS domain
                  WHERE domain.tenant_id = tenant.tenant_id AND domain.mode = 'hybrid'), '[]') AS domains,
       coalesce((SELECT json_object_agg(counted.state, counted.records)
                   FROM (SELECT state, count(*) AS records FROM sync.outbox AS kept
                          WHERE kept.tenant_id = tenant.tenant_id AND kept.state <> 'kept' GROUP BY state) AS counted),
                '{}') AS records,
       ARRAY(SELECT DISTINCT kept.blocked_by FROM sync.outbox AS kept
              WHERE kept.tenant_id = tenant.tenant_id AND kept.state = 'blocked' AND kept.blocked_by LIKE 'scope %'
              ORDER BY 1) AS forbidden,
       (SELECT CASE WHEN count(*) > 0 THEN greatest(extract(epoch FROM now() - min(kept.first_edited_at)), 0)::float8 END FROM sync.outbox AS kept
         WHERE kept.tenant_id = tenant.tenant_id AND kept.state IN ('pending', 'sending', 'unknown')) AS "oldestSeconds",
       (SELECT count(*)::integer FROM sync.conflicts AS open
         WHERE open.tenant_id = tenant.tenant_id AND open.decision IS NULL) AS "openConflicts"
  FROM raw.tenants AS tenant
 WHERE ${condition}
 ORDER BY tenant.tenant_id`

/**
 * How the exchange with ServiceTitan goes, by tenant. Ages are by PostgreSQL's clock.
 * @param tenantIds those that do not exist are left out; null: all
 * @example
 * const states = await readExchange(client, null)
 */
export async function readExchange(
  client: pg.ClientBase | pg.Pool,
  tenantIds: readonly string[] | null,
): Promise<ExchangeState[]> {
  const condition = '$1::bigint[] IS NULL OR tenant.tenant_id = ANY ($1)'
  const { rows } = await client.query<ExchangeState>(statesOf(condition), [tenantIds])
  return rows
}

/** As {@link readExchange}, of one tenant. @returns undefined when it does not exist */
export async function readExchangeOf(
  client: pg.ClientBase,
  tenantId: string,
): Promise<ExchangeState | undefined> {
  const { rows } = await client.query<ExchangeState>(statesOf('tenant.tenant_id = $1'), [tenantId])
  return rows[0]
}
