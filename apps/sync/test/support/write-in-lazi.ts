import type pg from 'pg'
import { type RecordWrite, type WriteOptions, writeRecords } from 'records/writes'

/** Changes records as the API does: in a transaction of its role, of one tenant. */
export async function writeInLazi<T>(
  pool: pg.Pool,
  options: WriteOptions,
  work: (write: RecordWrite) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query(`BEGIN; SET LOCAL ROLE lazi_writer; SET LOCAL lazi.tenant_id = '${options.tenantId}'`)
    const result = await writeRecords(client, options, work)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}
