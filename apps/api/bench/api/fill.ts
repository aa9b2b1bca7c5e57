import type pg from 'pg'
import { recordTables } from 'records'
import { projectTenant } from 'records/testing'
import { accounts, firstTenant, type GeneratedTable, generatedTables } from './rows.ts'

const CHUNK_ROWS = 500_000

/**
 * Fills the cache tables with the accounts of all tenants, and LAZI's records from them. Indexes other than primary keys are dropped before and built
 * after: row by row they would take hours.
 */
export async function fillCache(
  admin: pg.ClientBase,
  appointments: number,
  progress: (line: string) => void,
): Promise<void> {
  await admin.query(
    `INSERT INTO raw.tenants (tenant_id, name, time_zone)
     SELECT ${firstTenant} + n, 'Tenant ' || n, '${accounts.timeZone}' FROM generate_series(0, ${accounts.tenants - 1}) AS n
     ON CONFLICT DO NOTHING`,
  )
  for (const { name, rows, columns } of generatedTables(appointments)) {
    progress(`  ${rows.toLocaleString('en-US')} rows of ${name} …`)
    const indexes = await dropIndexes(admin, name)
    await fillTable(admin, { name: `raw.${name}`, rows, columns })
    for (const index of indexes) await admin.query(index)
    await vacuum(admin, `raw.${name}`)
  }
  await fillRecords(admin, progress)
}

/** Projects every tenant. */
async function fillRecords(admin: pg.ClientBase, progress: (line: string) => void): Promise<void> {
  progress(`  the records of ${accounts.tenants} tenants …`)
  for (let n = 0; n < accounts.tenants; n++) await projectTenant(admin, String(firstTenant + n))
  for (const { name } of recordTables) await vacuum(admin, `lazi.${name}`)
}

/** Writes rows in the order in which workers would: those of all tenants in turn. @param table with its schema */
export async function fillTable(
  admin: pg.ClientBase,
  { name, rows, columns }: GeneratedTable,
): Promise<void> {
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    await admin.query(
      `INSERT INTO ${name} (tenant_id, ${Object.keys(columns).join(', ')})
       SELECT ${firstTenant} + k % ${accounts.tenants}, ${Object.values(columns).join(', ')}
         FROM (SELECT k, k / ${accounts.tenants} AS n, hashint8extended(k, 7) & 2147483647 AS h
                 FROM generate_series(${from}::bigint, ${Math.min(from + CHUNK_ROWS, rows) - 1}) AS k) AS numbered`,
    )
  }
}

/** Until the visibility map is whole: a snapshot that is held meanwhile, by whomever, leaves pages out. */
async function vacuum(admin: pg.ClientBase, table: string): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt++) {
    await admin.query(`VACUUM (FREEZE, ANALYZE) ${table}`)
    const { rowCount } = await admin.query(
      'SELECT FROM pg_class WHERE oid = $1::regclass AND relallvisible < relpages',
      [table],
    )
    if (rowCount === 0) return
  }
}

/** Empties what {@link fillCache} filled. */
export async function dropCacheRows(admin: pg.ClientBase): Promise<void> {
  const names = [
    ...generatedTables(accounts.tenants).map(({ name }) => `raw.${name}`),
    ...recordTables.map(({ name }) => `lazi.${name}`),
    'lazi.changes',
    'sync.waiting',
  ]
  await admin.query(`TRUNCATE ${names.join(', ')}`)
}

/** Drops the indexes of a table that hold no constraint, and returns the statements that create them. */
async function dropIndexes(admin: pg.ClientBase, table: string): Promise<readonly string[]> {
  const { rows } = await admin.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
       FROM pg_index WHERE indrelid = $1::regclass AND NOT indisprimary`,
    [`raw.${table}`],
  )
  for (const { name } of rows) await admin.query(`DROP INDEX ${name}`)
  return rows.map(({ definition }) => definition)
}
