import type pg from 'pg'

/**
 * ServiceTitan's ids of records, by LAZI's; null: ServiceTitan lacks it.
 * @param references LAZI's ids by table; locked in the order of the tables
 * @param lock FOR SHARE: what gets its id meanwhile is waited for
 */
export async function readStIds(
  client: pg.ClientBase,
  tenantId: string,
  references: ReadonlyMap<string, readonly string[]>,
  lock: '' | 'FOR SHARE' = '',
): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>()
  for (const [table, ids] of references) {
    const { rows } = await client.query<{ id: string; stId: string | null }>(
      `SELECT id::text, st_id::text AS "stId" FROM lazi.${table}
        WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id ${lock}`,
      [tenantId, ids],
    )
    for (const { id, stId } of rows) found.set(id, stId)
  }
  return found
}
