import { z } from '@hono/zod-openapi'
import { ownableDomains } from 'db-migrations/protocol'
import { isAt, type RecordTable, type View } from 'records'

/** Whether a record agrees with ServiceTitan. */
export const syncOfRecord = z
  .object({
    state: z.enum(['inStep', 'waiting', 'heldBack', 'own']).openapi({
      description:
        "`inStep`: it has what was read last from ServiceTitan. `waiting`: it refers to a record that was not read yet, and has null in its place. `heldBack`: PostgreSQL refused ServiceTitan's latest version, and this is the last good one. `own`: LAZI owns it: people change it here, and ServiceTitan's changes are not taken over.",
    }),
    error: z.string().nullable().openapi({ description: 'Why the latest version was refused.' }),
  })
  .openapi('SyncOfRecord')

export type SyncOfRecord = z.infer<typeof syncOfRecord>

/** SQL of the {@link SyncOfRecord} of a row of a table or view in schema `lazi`; `$1` is the tenant. */
export function syncSql(
  { name: table, domain }: Pick<RecordTable | View, 'name' | 'domain'>,
  alias: string,
): string {
  const own = ownableDomains.some((one) => one === domain)
    ? `CASE (SELECT owned.mode FROM sync.domains AS owned WHERE owned.tenant_id = $1 AND ${isAt('owned.domain', `'${domain}'`)} ORDER BY owned.domain LIMIT 1)
         WHEN 'lazi' THEN json_build_object('state', 'own', 'error', NULL) END, `
    : ''
  return `coalesce(${own}(
         SELECT json_build_object('state', CASE waiting.reason WHEN 'refused' THEN 'heldBack' ELSE 'waiting' END,
                                  'error', waiting.error)
           FROM (SELECT max(reason) AS reason, max(error) AS error FROM sync.waiting AS row
                  WHERE row.tenant_id = $1 AND row.table_name = '${table}' AND row.st_id = ${alias}.st_id AND row.reason <> 'new') AS waiting
          WHERE waiting.reason IS NOT NULL), json_build_object('state', 'inStep', 'error', NULL))`
}
