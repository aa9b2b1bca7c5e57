import { counted } from 'cli-kit'
import type pg from 'pg'
import { type Check, failed } from './check.ts'

/** Finds erasures that were interrupted: the values of their records are still stored. */
export async function checkErasures(client: pg.ClientBase): Promise<Check[]> {
  const { rows } = await client.query<{ tenantId: string; records: number }>(
    `SELECT tenant_id AS "tenantId", count(*)::integer AS records FROM raw.erased
      WHERE emptied_at IS NULL GROUP BY tenant_id ORDER BY tenant_id`,
  )
  return rows.map(({ tenantId, records }) =>
    failed(
      `tenant ${tenantId}, erasure`,
      `${counted(records, 'record of a person is', 'records of a person are')} not emptied yet`,
      'Run the same command again: pnpm sync erase customer',
    ),
  )
}
