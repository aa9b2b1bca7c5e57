import { z } from '@hono/zod-openapi'
import { ownableDomains } from 'db-migrations/protocol'
import { isAt, type RecordTable, type View } from 'records'

/** How a record compares with ServiceTitan's, and what becomes of its changes. */
const recordStates = [
  'inStep',
  'waiting',
  'heldBack',
  'own',
  'pending',
  'sending',
  'unknown',
  'conflict',
  'blocked',
  'failed',
] as const

/** Whether a record agrees with ServiceTitan. */
export const syncOfRecord = z
  .object({
    state: z.enum(recordStates).openapi({
      description:
        "`inStep`: it has what was read last from ServiceTitan. `waiting`: it refers to a record that was not read yet, and has null in its place. `heldBack`: PostgreSQL refused ServiceTitan's latest version, and this is the last good one. `own`: LAZI owns it: people change it here, and ServiceTitan's changes are not taken over. While both sides change it: `pending`: what people changed here is to be sent. `sending`: a request is under way. `unknown`: its response was not received, and it is looked for. `conflict`: both sides have changed a field, and a person decides. `blocked`: it cannot be sent, as `error` says. `failed`: ServiceTitan has refused it.",
    }),
    error: z
      .string()
      .nullable()
      .openapi({ description: 'Why the latest version was refused, or cannot be sent.' }),
    fields: z.array(z.string()).optional().openapi({
      description:
        'The fields that differ from ServiceTitan, where both sides change records; `address` and `time` are several.',
    }),
  })
  .openapi('SyncOfRecord')

export type SyncOfRecord = z.infer<typeof syncOfRecord>

/** SQL of the {@link SyncOfRecord} of a row of a table or view in schema `lazi`; `$1` is the tenant. */
export function syncSql(
  { name: table, domain }: Pick<RecordTable | View, 'name' | 'domain'>,
  alias: string,
): string {
  // In the order of their keys, so that no plan reads all rows of these tables, which have few.
  const ofRecord = (row: string) =>
    `${row}.tenant_id = $1 AND ${isAt(`${row}.table_name`, `'${table}'`)} AND ${isAt(`${row}.record_id`, `${alias}.id`)}`
  const differing = `(
           SELECT json_build_object(
                    'state', CASE WHEN (
                      SELECT true FROM sync.conflicts AS conflict WHERE ${ofRecord('conflict')} AND conflict.decision IS NULL
                       ORDER BY conflict.table_name, conflict.record_id, conflict.field LIMIT 1)
                      THEN 'conflict' ELSE outbox.state END,
                    'error', coalesce(outbox.error, CASE WHEN outbox.blocked_by LIKE 'needs %' THEN 'It ' ELSE 'It waits for ' END || outbox.blocked_by || '.'),
                    'fields', ARRAY(SELECT jsonb_object_keys(outbox.base)))
             FROM (SELECT * FROM sync.outbox AS sent WHERE ${ofRecord('sent')}
                    ORDER BY sent.table_name, sent.record_id LIMIT 1) AS outbox)`
  const own = ownableDomains.some((one) => one === domain)
    ? `CASE (SELECT owned.mode FROM sync.domains AS owned WHERE owned.tenant_id = $1 AND ${isAt('owned.domain', `'${domain}'`)} ORDER BY owned.domain LIMIT 1)
         WHEN 'lazi' THEN json_build_object('state', 'own', 'error', NULL)
         WHEN 'hybrid' THEN ${differing} END, `
    : ''
  return `coalesce(${own}(
         SELECT json_build_object('state', CASE waiting.reason WHEN 'refused' THEN 'heldBack' ELSE 'waiting' END,
                                  'error', waiting.error)
           FROM (SELECT max(reason) AS reason, max(error) AS error FROM sync.waiting AS row
                  WHERE row.tenant_id = $1 AND row.table_name = '${table}' AND row.st_id = ${alias}.st_id AND row.reason <> 'new') AS waiting
          WHERE waiting.reason IS NOT NULL), json_build_object('state', 'inStep', 'error', NULL))`
}
