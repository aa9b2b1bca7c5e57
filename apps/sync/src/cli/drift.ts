import { type Env, exitCode, printResult, renderTable } from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import type { CamelRow } from 'db-migrations/rows'
import { readDatabaseOptions } from '../config.ts'
import type { Drift } from '../page/api-drift.ts'
import { ago } from '../status/time-text.ts'
import { withDatabase } from './with-database.ts'

type DriftRow = CamelRow<
  'raw.api_drift',
  'tenant_id' | 'detail' | 'occurrences' | 'first_seen_at' | 'last_seen_at'
> &
  Pick<Drift, 'path' | 'kind'> & { readonly table: string }

/** `sync drift list`: fields that are unknown or have an unexpected type. */
export async function driftList(
  options: { readonly json?: boolean; readonly tenant?: string },
  env: Env,
): Promise<number> {
  const tenantId = options.tenant === undefined ? null : readTenantId(options.tenant)
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const { rows: drift } = await client.query<DriftRow>(
      `SELECT tenant_id AS "tenantId", table_name AS table, json_path AS path, kind, detail, occurrences,
              first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt"
         FROM raw.api_drift WHERE $1::bigint IS NULL OR tenant_id = $1
        ORDER BY tenant_id, table_name, json_path, kind`,
      [tenantId],
    )
    printResult(options, { ok: true, drift }, renderDrift(drift, Date.now()))
    return exitCode.done
  })
}

function renderDrift(drift: readonly DriftRow[], now: number): string {
  if (drift.length === 0) return 'No drift.'
  return renderTable(
    ['tenant', 'table', 'path', 'kind', 'detail', 'records', 'last seen'],
    drift.map((row) => [
      row.tenantId,
      row.table,
      row.path,
      row.kind,
      row.detail ?? '',
      row.occurrences,
      ago(row.lastSeenAt, now),
    ]),
    ['records'],
  )
}
