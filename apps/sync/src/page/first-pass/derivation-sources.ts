import { prepared } from 'cli-kit/postgres'
import { derivedIn } from '../../cache/derived-values.ts'
import { requireThat } from '../../postgres/require-that.ts'
import type { TableTarget } from '../page-target.ts'

/** Whether the tenant has rows in other tables from which values of this table are derived. */
export async function hasDerivationSources({ client, tenantId, table }: TableTarget): Promise<boolean> {
  const condition = anySource(table.name)
  if (condition === null) return false
  const { rows } = await client.query<{ has: boolean }>(prepared(`SELECT ${condition} AS has`, [tenantId]))
  return rows[0]?.has === true
}

/** Fails if there are such rows. */
export async function requireNoDerivationSources({ client, tenantId, table }: TableTarget): Promise<void> {
  const condition = anySource(table.name)
  if (condition === null) return
  const required = requireThat(`NOT (${condition})`, 'no rows to derive values from')
  await client.query(prepared(`SELECT ${required}`, [tenantId]))
}

function anySource(tableName: string): string | null {
  const sources = [...new Set(derivedIn(tableName).map(({ from }) => from))]
  return sources.length === 0 ? null : sources.map(hasRows).join(' OR ')
}

/** The order and the lower bound make PostgreSQL read only the primary key, up to the first row. */
const hasRows = (name: string) => `EXISTS (
         SELECT FROM raw.${name} WHERE tenant_id = $1 AND st_id >= -9223372036854775808 ORDER BY tenant_id, st_id LIMIT 1)`
