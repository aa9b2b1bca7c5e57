import type pg from 'pg'

export interface ActiveClaim {
  readonly tenantId: string
  readonly tableName: string
}

/** The tables of a tenant, or of all of them, that workers have claimed and not given back, by name. */
export async function activeClaims(pool: pg.Pool, tenantId?: string | number): Promise<ActiveClaim[]> {
  const { rows } = await pool.query<ActiveClaim>(
    `SELECT group_id AS "tenantId", split_part(singleton_key, ':', 2) AS "tableName" FROM lazi_queue.job
      WHERE name = 'sync' AND state = 'active' AND ($1::text IS NULL OR group_id = $1) ORDER BY 1, 2`,
    [tenantId === undefined ? null : String(tenantId)],
  )
  return rows
}
