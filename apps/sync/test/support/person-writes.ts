import type pg from 'pg'
import type { RecordWrite } from 'records/writes'
import { type WriteOptions, writeRecords } from 'records/writes'
import { tenantId } from './account.ts'

/** Changes customers and jobs of the account as the API does for a person. */
export async function writeAsPerson<T>(
  pool: pg.Pool,
  work: (write: RecordWrite) => Promise<T>,
  { act, domains = ['customers', 'jobs'] }: Partial<Pick<WriteOptions, 'act' | 'domains'>> = {},
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query(`BEGIN; SET LOCAL ROLE lazi_writer; SET LOCAL lazi.tenant_id = '${tenantId}'`)
    const result = await writeRecords(
      client,
      {
        tenantId,
        domains,
        act: act ?? { actor: { kind: 'key', id: '1', name: 'Olga' }, now: new Date() },
      },
      work,
    )
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

/** A record and its version, for a change of it. */
export async function recordAt(
  client: pg.ClientBase,
  table: string,
  id: string,
): Promise<{ readonly reference: string; readonly version: string }> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT version::text FROM lazi.${table} WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id],
  )
  return { reference: id, version: String(rows[0]?.version) }
}
