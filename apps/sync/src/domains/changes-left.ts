import { setTimeout as sleep } from 'node:timers/promises'
import type { Domain } from 'db-migrations/protocol'
import type pg from 'pg'
import { syncedTables } from 'records/synced'
import { readDomains, tablesOf } from '../owned/domains.ts'
import { readWorkers } from '../status/worker-state.ts'

/** What a domain that leaves mode hybrid has that ServiceTitan lacks. */
export interface ChangesLeft {
  /** Records that differ, by state; one that is absent has none. */
  readonly records: Readonly<Record<string, number>>
  /** How many of them ServiceTitan lacks altogether. */
  readonly created: number
  /** How many of them LAZI lacks. */
  readonly deleted: number
  /** How many of those that only one side has were sent without a response so far. */
  readonly unanswered: number
  readonly openConflicts: number
  /** How many appointments have other technicians than in ServiceTitan. */
  readonly assigned: number
  /** How many records would lose LAZI's value of a field, by table and field. */
  readonly fields: readonly { readonly table: string; readonly field: string; readonly records: number }[]
}

/** Records that are sent with another one: that counts. */
const sentWithOthers = syncedTables.flatMap(({ record, sentWith }) =>
  sentWith === undefined ? [] : record.name,
)

type RecordsLeft = Omit<ChangesLeft, 'fields' | 'openConflicts'>

/** How many of these tables' records differ. */
async function readRecordsLeft(
  client: pg.ClientBase,
  tenantId: string,
  tables: readonly string[],
): Promise<RecordsLeft> {
  const { rows } = await client.query<RecordsLeft>(
    `SELECT coalesce(json_object_agg(state, records), '{}') AS records, coalesce(sum(created), 0)::integer AS created,
            coalesce(sum(deleted), 0)::integer AS deleted, coalesce(sum(unanswered), 0)::integer AS unanswered,
            coalesce(sum(assigned), 0)::integer AS assigned
       FROM (SELECT state, count(*) AS records, count(*) FILTER (WHERE op = 'create') AS created,
                    count(*) FILTER (WHERE op = 'delete') AS deleted,
                    count(*) FILTER (WHERE base ? 'technicianIds') AS assigned,
                    count(*) FILTER (WHERE op <> 'update' AND state IN ('sending', 'unknown')) AS unanswered
               FROM sync.outbox
              WHERE tenant_id = $1 AND table_name = ANY ($2) AND state <> 'kept' AND table_name <> ALL ($3)
              GROUP BY state) AS counted`,
    [tenantId, tables, sentWithOthers],
  )
  return rows[0] ?? { records: {}, created: 0, deleted: 0, unanswered: 0, assigned: 0 }
}

/** What ServiceTitan lacks of these tables' records. */
export async function readChangesLeft(
  client: pg.ClientBase,
  tenantId: string,
  tables: readonly string[],
): Promise<ChangesLeft> {
  const records = await readRecordsLeft(client, tenantId, tables)
  const { rows: fields } = await client.query<ChangesLeft['fields'][number]>(
    `SELECT kept.table_name AS table, field.name AS field, count(*)::integer AS records
       FROM sync.outbox AS kept CROSS JOIN LATERAL jsonb_object_keys(kept.base) AS field (name)
      WHERE kept.tenant_id = $1 AND kept.table_name = ANY ($2) AND kept.state <> 'kept' AND kept.op = 'update'
        AND kept.table_name <> ALL ($3)
      GROUP BY 1, 2 ORDER BY array_position($2, kept.table_name), 3 DESC, 2`,
    [tenantId, tables, sentWithOthers],
  )
  const { rows: conflicts } = await client.query<{ open: number }>(
    `SELECT count(*)::integer AS open FROM sync.conflicts
      WHERE tenant_id = $1 AND table_name = ANY ($2) AND decision IS NULL`,
    [tenantId, tables],
  )
  return { ...records, fields, openConflicts: conflicts[0]?.open ?? 0 }
}

/** Whether both sides agree in everything. */
export const isNothing = ({ records, openConflicts }: ChangesLeft) =>
  openConflicts === 0 && Object.keys(records).length === 0

/** How many records are sent, or looked for, without a person. */
export const movingOf = (records: Readonly<Partial<Record<string, number>>>): number =>
  (records.pending ?? 0) + (records.sending ?? 0) + (records.unknown ?? 0)

export interface Waiting {
  readonly signal: AbortSignal
  /** Until when, in milliseconds since 1970. @default it does not wait */
  readonly until?: number
  /** Called with the number of records that are left, when it changes. */
  readonly onLeft?: (records: number) => void
}

const LOOK_EVERY_MS = 250

/**
 * Waits until nothing of these domains moves any more. Without a worker, which alone can send it, or while sending is paused,
 * there is nothing to wait for.
 * @returns whether nothing is left to send
 */
export async function waitForPushes(
  client: pg.ClientBase,
  { tenantId, domains }: { readonly tenantId: string; readonly domains: readonly Domain[] },
  { signal, until = 0, onLeft }: Waiting,
): Promise<boolean> {
  const tables = domains.flatMap(tablesOf)
  let before = -1
  for (;;) {
    const moving = movingOf((await readRecordsLeft(client, tenantId, tables)).records)
    if (moving === 0) return true
    if (Date.now() >= until || !(await areSent(client, tenantId, domains))) return false
    if (moving !== before) onLeft?.(moving)
    before = moving
    await sleep(LOOK_EVERY_MS, undefined, { signal })
  }
}

async function areSent(
  client: pg.ClientBase,
  tenantId: string,
  domains: readonly Domain[],
): Promise<boolean> {
  const { alive } = await readWorkers(client)
  const states = await readDomains(client, tenantId)
  return alive > 0 && states.every(({ domain, sending }) => !domains.includes(domain) || sending === 'on')
}
