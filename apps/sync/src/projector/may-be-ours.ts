import type pg from 'pg'
import type { Projection } from './tables.ts'

// LAZI creates a record in ServiceTitan, and a feed may bring it before the response: it would become a second record. So
// while a creation may be under way, what is new in its table waits. Which waiting row is due follows from the outbox, and
// not from a mark that someone has to remove.

/** A clock may be this much ahead of another one. */
const tolerance = "interval '5 minutes'"

/**
 * SQL of whether something is created that a record may be which LAZI saw at `since` first. Assignments are created with
 * their appointments.
 */
const isCreating = (tenant: string, table: string, since: string) => `EXISTS (
         SELECT FROM sync.outbox AS creating
          WHERE creating.tenant_id = ${tenant} AND creating.table_name = CASE ${table} WHEN 'appointment_assignments' THEN 'appointments' ELSE ${table} END AND creating.op = 'create'
            AND creating.sent IS NOT NULL AND creating.state IN ('sending', 'unknown')
            AND creating.sent_at <= ${since} + ${tolerance})`

/** SQL of whether a row of `sync.waiting` that is due can be projected. */
export const canBeProjected = `(waiting.reason <> 'may-be-ours'
        OR NOT ${isCreating('waiting.tenant_id', 'waiting.table_name', 'waiting.since')})`

/**
 * Holds back the rows of a table that LAZI does not know, while it creates records of that table in ServiceTitan. To be
 * asked before anything of them is merged or projected: what is linked until then is known.
 * @returns ServiceTitan's ids of those that are held back
 */
export async function holdBack(
  {
    client,
    tenantId,
    now,
  }: { readonly client: pg.ClientBase; readonly tenantId: string; readonly now: Date },
  { name }: Pick<Projection, 'name'>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows: creating } = await client.query(`SELECT WHERE ${isCreating('$1', '$2', '$3::timestamptz')}`, [
    tenantId,
    name,
    now,
  ])
  if (creating.length === 0) return new Set()
  const { rows } = await client.query<{ id: string }>(
    `WITH fresh AS MATERIALIZED (
       SELECT given_id, coalesce(before.since, $4::timestamptz) AS since
         FROM unnest($3::bigint[]) AS given_id
         LEFT JOIN sync.waiting AS before
           ON before.tenant_id = $1 AND before.table_name = $2 AND before.st_id = given_id
          AND before.needs_table = '' AND before.needs_st_id = 0 AND before.reason = 'may-be-ours'
        WHERE NOT EXISTS (SELECT FROM lazi.${name} AS record WHERE record.tenant_id = $1 AND record.st_id = given_id)
     )
     INSERT INTO sync.waiting (tenant_id, table_name, st_id, needs_table, needs_st_id, reason, is_due, since)
     SELECT $1::bigint, $2, given_id, '', 0, 'may-be-ours', true, since
       FROM fresh WHERE ${isCreating('$1', '$2', 'fresh.since')}
     ON CONFLICT (tenant_id, table_name, st_id, needs_table, needs_st_id) DO UPDATE
        SET reason = excluded.reason, is_due = true, error = NULL, since = excluded.since
     RETURNING st_id::text AS id`,
    [tenantId, name, ids, now],
  )
  return new Set(rows.map(({ id }) => id))
}
