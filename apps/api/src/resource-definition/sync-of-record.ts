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
  const differing = `(
           SELECT json_build_object(
                    'state', CASE WHEN open.fields IS NOT NULL THEN 'conflict' ELSE outbox.state END,
                    'error', coalesce(outbox.error, 'It waits for ' || outbox.blocked_by || '.'),
                    'fields', ARRAY(SELECT jsonb_object_keys(outbox.base) ORDER BY 1))
             FROM sync.outbox AS outbox
             LEFT JOIN LATERAL (
               SELECT max(conflict.field) AS fields FROM sync.conflicts AS conflict
                WHERE conflict.tenant_id = $1 AND conflict.table_name = '${table}' AND conflict.record_id = ${alias}.id
                  AND conflict.decision IS NULL) AS open ON true
            WHERE outbox.tenant_id = $1 AND outbox.table_name = '${table}' AND outbox.record_id = ${alias}.id)`
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
