import type pg from 'pg'
import { derivedIn } from '../../cache/derived-values.ts'
import type { TablePlace } from '../../cache/write-lock.ts'
import { prepared } from '../../postgres/prepared-statement.ts'
import { requireThat } from '../../postgres/require-that.ts'

/** Whether other tables have rows of the tenant from which values of this one's are derived. */
export async function hasRelatives(client: pg.ClientBase, place: TablePlace): Promise<boolean> {
  const condition = anyRelative(place)
  if (condition === null) return false
  const { rows } = await client.query<{ has: boolean }>(prepared(`SELECT ${condition} AS has`), [
    place.tenantId,
  ])
  return rows[0]?.has === true
}

/** Fails when there are some. */
export async function requireNoRelatives(client: pg.ClientBase, place: TablePlace): Promise<void> {
  const condition = anyRelative(place)
  if (condition === null) return
  const required = requireThat(`NOT (${condition})`, 'no rows to derive values from')
  await client.query(prepared(`SELECT ${required}`), [place.tenantId])
}

function anyRelative({ tableName }: TablePlace): string | null {
  const relatives = [...new Set(derivedIn(tableName).map(({ from }) => from))]
  return relatives.length === 0 ? null : relatives.map(hasRows).join(' OR ')
}

/** The order has it look at the primary key only, and the bound too, until the first row. */
const hasRows = (name: string) => `EXISTS (
         SELECT FROM raw.${name} WHERE tenant_id = $1 AND st_id >= -9223372036854775808 ORDER BY tenant_id, st_id LIMIT 1)`
