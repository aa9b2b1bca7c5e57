import { derivedIn } from '../../cache/derived-values.ts'
import { prepared } from '../../postgres/prepared-statement.ts'
import { requireThat } from '../../postgres/require-that.ts'
import type { TableTarget } from '../page-target.ts'

/** Whether other tables have rows of the tenant from which values of this one's are derived. */
export async function hasDerivationSources({ client, tenantId, table }: TableTarget): Promise<boolean> {
  const condition = anySource(table.name)
  if (condition === null) return false
  const { rows } = await client.query<{ has: boolean }>(prepared(`SELECT ${condition} AS has`), [tenantId])
  return rows[0]?.has === true
}

/** Fails when there are some. */
export async function requireNoDerivationSources({ client, tenantId, table }: TableTarget): Promise<void> {
  const condition = anySource(table.name)
  if (condition === null) return
  const required = requireThat(`NOT (${condition})`, 'no rows to derive values from')
  await client.query(prepared(`SELECT ${required}`), [tenantId])
}

function anySource(tableName: string): string | null {
  const sources = [...new Set(derivedIn(tableName).map(({ from }) => from))]
  return sources.length === 0 ? null : sources.map(hasRows).join(' OR ')
}

/** The order has it look at the primary key only, and the bound too, until the first row. */
const hasRows = (name: string) => `EXISTS (
         SELECT FROM raw.${name} WHERE tenant_id = $1 AND st_id >= -9223372036854775808 ORDER BY tenant_id, st_id LIMIT 1)`
