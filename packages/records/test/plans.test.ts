import { createTestDatabase, rowsRead, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectStatement, recordTables, setForLookups, viewStatement, views } from '../src/index.ts'
import { projectTenant } from '../src/testing/index.ts'

// Statements must not depend on statistics (docs/decisions.md, 9): a tenant that they do not list, of which the planner
// expects a single row, and tables that were never analyzed, as during a first sync.

/** The rows of each table of a tenant, and those that a statement projects. */
const ROWS = 1_000
const STEP = 100
const [KNOWN, UNKNOWN] = ['1', '2'] as const

let analyzed: TestDatabase
let unanalyzed: TestDatabase
beforeAll(async () => {
  analyzed = await createTestDatabase()
  await fill(analyzed, KNOWN)
  await analyzed.pool.query('VACUUM ANALYZE')
  await fill(analyzed, UNKNOWN)
  unanalyzed = await createTestDatabase()
  await fill(unanalyzed, UNKNOWN)
})
afterAll(async () => {
  await analyzed.close()
  await unanalyzed.close()
})

/** Each row refers to the row with its id in every other table. */
const references: Readonly<Record<string, readonly string[]>> = {
  customers: ['merged_to_id'],
  locations: ['customer_id'],
  jobs: ['customer_id', 'location_id'],
  appointments: ['job_id', 'customer_id'],
  appointment_assignments: ['appointment_id', 'job_id'],
  invoices: ['customer_id', 'location_id', 'job_id'],
  payments: ['customer_id'],
  estimates: ['customer_id', 'location_id', 'job_id'],
}

async function fill({ pool }: TestDatabase, tenantId: string): Promise<void> {
  await pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES ($1, 'Tenant')`, [tenantId])
  for (const [table, columns] of Object.entries(references)) {
    await pool.query(
      `INSERT INTO raw.st_${table} (tenant_id, st_id, active, full_data, content_hash, synced_at, ${columns.join(', ')})
       SELECT $1::bigint, id, true, '{}', '', now(), ${columns.map(() => 'id').join(', ')} FROM generate_series(1, $2::integer) AS id`,
      [tenantId, ROWS],
    )
  }
  const client = await pool.connect()
  await projectTenant(client, tenantId)
  client.release()
}

const statements = [
  ...recordTables.map((table) => ({
    name: table.name,
    text: projectStatement(table),
    values: [new Date(0)],
  })),
  ...views.map((view) => ({ name: view.name, text: viewStatement(view), values: [] })),
].filter(({ name }) => name in references)

/** What it reads of each table, and of each result of a sub-select, when every second row has changed. */
async function explain({ pool }: TestDatabase, { name, text, values }: (typeof statements)[number]) {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await setForLookups(client)
    await client.query(`UPDATE raw.st_${name} SET active = false WHERE tenant_id = $1 AND st_id % 2 = 0`, [
      UNKNOWN,
    ])
    const ids = Array.from({ length: STEP }, (_, index) => index + 1)
    const reads = await rowsRead(client, text, [UNKNOWN, ids, ...values])
    await client.query('ROLLBACK')
    return reads
  } finally {
    client.release()
  }
}

test.each(statements)('$name: only the rows of the step are read', async (statement) => {
  for (const database of [analyzed, unanalyzed]) {
    const reads = await explain(database, statement)
    expect(reads.filter(({ isTable }) => isTable)).not.toEqual([])
    // Rows that changed before in the transaction have an older version, which an index finds too.
    expect(reads.filter(({ isTable, rows }) => isTable && rows > 3 * STEP)).toEqual([])
    expect(reads.filter(({ rows }) => rows > 8 * STEP)).toEqual([])
  }
})
