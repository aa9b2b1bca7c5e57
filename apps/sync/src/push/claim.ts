import { sendingState } from 'db-migrations/protocol'
import type pg from 'pg'
import { sentTables } from 'records/synced'

/** A record that this worker sends. */
export interface PushClaim {
  readonly tenantId: string
  readonly table: string
  readonly id: string
  readonly op: 'create' | 'update' | 'delete'
  /** The end of the lease, which fences what a slower worker would write. */
  readonly leasedUntil: string
  /** When its row last changed: another time means that a person has changed the record since. */
  readonly changedAt: string
  /** When the request was stored that is sent next. */
  readonly sentAt?: Date
}

const names = sentTables.map(({ record }) => record.name)
const domainOf = sentTables.map(({ record }) => `WHEN '${record.name}' THEN '${record.domain}'`).join(' ')

/**
 * SQL of whether changes of a row's domain are sent: both sides change its records, it is not paused, and this database is
 * the one from which they are sent.
 */
const isSent = (row: string, tenant: string) =>
  `EXISTS (SELECT FROM sync.domains AS domain
            WHERE domain.tenant_id = ${tenant} AND ${sendingState('domain')} = 'on'
              AND domain.domain = CASE ${row}.table_name ${domainOf} END)`

/** Which record is claimed. */
export interface Wanted {
  readonly tenantId: string
  readonly now: Date
  readonly leaseMs: number
}

/**
 * Claims the record of a tenant that is due first, in a domain whose changes are sent. A record of which a request is under
 * way is due again when its response can be received no more.
 * @returns undefined when none is due
 */
export async function claimPush(
  client: pg.ClientBase | pg.Pool,
  { tenantId, now, leaseMs }: Wanted,
): Promise<PushClaim | undefined> {
  const { rows } = await client.query<PushClaim>(
    // Materialized: a subquery may be executed for each row that is joined, and would claim another one each time.
    `WITH next AS MATERIALIZED (
       SELECT table_name, record_id FROM sync.outbox AS due
        WHERE tenant_id = $1 AND due_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
          AND table_name = ANY ($4) AND ${isSent('due', '$1')}
        ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
     )
     UPDATE sync.outbox AS claimed SET leased_until = $3 FROM next
      WHERE claimed.tenant_id = $1 AND claimed.table_name = next.table_name AND claimed.record_id = next.record_id
     RETURNING claimed.tenant_id::text AS "tenantId", claimed.table_name AS table, claimed.record_id::text AS id, claimed.op,
               claimed.leased_until::text AS "leasedUntil", claimed.updated_at::text AS "changedAt"`,
    [tenantId, now, new Date(now.getTime() + leaseMs), names],
  )
  return rows[0]
}

/** A tenant with records to send. */
export interface PushingTenant {
  readonly tenantId: string
  /** Whether one can be claimed now. */
  readonly isDue: boolean
  /** From when the one that is due first can be claimed, in milliseconds. */
  readonly nextAt: number
}

/** The tenants of these that have records to send: not while they are paused, or ServiceTitan refuses their requests. */
export async function tenantsWithPushes(
  client: pg.ClientBase | pg.Pool,
  tenantIds: readonly string[],
  now: Date,
): Promise<PushingTenant[]> {
  const { rows } = await client.query<{ tenantId: string; isDue: boolean; nextAt: Date }>(
    `SELECT tenant.tenant_id::text AS "tenantId", next.at AS "nextAt",
            EXISTS (SELECT FROM sync.outbox AS due
                     WHERE due.tenant_id = tenant.tenant_id AND due.due_at <= $2
                       AND (due.leased_until IS NULL OR due.leased_until <= $2)
                       AND ${isSent('due', 'due.tenant_id')}) AS "isDue"
       FROM raw.tenants AS tenant
      CROSS JOIN LATERAL (
        SELECT greatest(first.due_at, first.leased_until) AS at FROM sync.outbox AS first
         WHERE first.tenant_id = tenant.tenant_id AND first.due_at IS NOT NULL
           AND ${isSent('first', 'first.tenant_id')}
         ORDER BY first.due_at LIMIT 1) AS next
      WHERE tenant.tenant_id = ANY ($1::bigint[]) AND tenant.status = 'active'
        AND (tenant.circuit_open_until IS NULL OR tenant.circuit_open_until <= $2)`,
    [tenantIds, now],
  )
  return rows.map((row) => ({ ...row, nextAt: row.nextAt.getTime() }))
}
