import type pg from 'pg'
import type { CacheTable } from '../tables/cache-table.ts'
import { derivedIn } from '../tables/derived-values.ts'
import { prepared } from './prepared.ts'

/** Whether other tables have rows of the tenant from which values of this one's are derived. */
export async function hasRelatives(
  client: pg.ClientBase,
  { tenantId, table }: { readonly tenantId: string; readonly table: CacheTable },
): Promise<boolean> {
  const relatives = [...new Set(derivedIn(table.name).map(({ from }) => from))]
  if (relatives.length === 0) return false
  const { rows } = await client.query<{ has: boolean }>(
    prepared(`SELECT ${relatives.map(hasRows).join(' OR ')} AS has`),
    [tenantId],
  )
  return rows[0]?.has === true
}

/** The order has it look at the primary key only, and the bound too, until the first row. */
const hasRows = (name: string) => `EXISTS (
         SELECT FROM raw.${name} WHERE tenant_id = $1 AND st_id >= -9223372036854775808 ORDER BY tenant_id, st_id LIMIT 1)`
