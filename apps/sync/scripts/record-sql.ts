// Writes every SQL statement that this app sends to `packages/db-migrations/contract/sync.json`. Run it when a release
// is cut: from then on a migration that would break the running release fails a test of db-migrations, which names
// the statement.

import { writeFile } from 'node:fs/promises'
import { createMigrator } from 'db-migrations'
import { startTemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'
import { pino } from 'pino'
import { createServiceTitanClient } from 'servicetitan'
import { createSandbox, SANDBOX_TENANT_ID, sandboxCredentials } from 'servicetitan-sandbox'
import { runSync } from '../src/run/run-sync.ts'
import { ensureTenant } from '../src/run/tenants.ts'
import { readStatus } from '../src/status.ts'
import { tables } from '../src/tables/tables.ts'

const out = new URL('../../../packages/db-migrations/contract/sync.json', import.meta.url)
const tenantId = String(SANDBOX_TENANT_ID)

await using server = await startTemporaryPostgres()
await createMigrator({ connectionString: server.url }).up()
await using sandbox = createSandbox({
  tenants: [{ tenantId: SANDBOX_TENANT_ID, sizes: { locations: 20, jobs: 30, technicians: 5 } }],
  dataNow: '2026-06-18T14:00:00Z',
  // One record that PostgreSQL refuses, so that what happens then is recorded too.
  faults: [
    {
      path: '/*/export/*',
      times: 8,
      mutate: (record) => ({ ...record, name: '\u0000', createdOn: '2026-02-30T00:00:00Z' }),
    },
  ],
})
const { url } = await sandbox.listen()
const api = createServiceTitanClient({
  ...sandboxCredentials,
  tenantId,
  apiUrl: url,
  authUrl: url,
  now: sandbox.clock.now,
  // The sandbox's clock stands still, and so would a rate.
  requestsPerSecond: null,
})

const statements = new Set<string>()
const client = new pg.Client({ connectionString: server.url })
await client.connect()
const query = client.query.bind(client) as (...args: unknown[]) => unknown
Object.assign(client, {
  query: (...args: unknown[]) => {
    if (typeof args[0] === 'string') statements.add(args[0])
    return query(...args)
  },
})
await ensureTenant(client, tenantId, 'Demo')
const options = { client, api, tenantId, logger: pino({ level: 'silent' }), now: sandbox.clock.now }
for (const kind of ['full', 'incremental', 'hot', 'verify', 'full'] as const) {
  for (const table of tables) await runSync({ ...options, table, kind, signal: new AbortController().signal })
  // For the last pass, which marks it as deleted; and a change for the lanes before it.
  const [gone, changed] = sandbox.records(SANDBOX_TENANT_ID, 'appointments')
  if (kind === 'verify' && gone) sandbox.remove(SANDBOX_TENANT_ID, 'appointments', gone.id)
  if (changed) sandbox.update(SANDBOX_TENANT_ID, 'appointments', changed.id, { specialInstructions: kind })
}
await readStatus(client, tenantId)
await client.end()

// Only what names a table depends on the schema, and only a single statement can be prepared.
const dependent = [...statements].filter((sql) => /\braw\./.test(sql)).sort()
await writeFile(out, `${JSON.stringify(dependent, null, 1)}\n`)
process.stdout.write(`${dependent.length} statements written.\n`)
