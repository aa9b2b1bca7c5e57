// Finds and repairs one record that is missing among a million: requests of a verify run against those of reading
// everything again, in one run. Bar: fewer than 100 requests, and exactly the one record is written.
//
//   pnpm bench verify [--records 1000000]

import { parseArgs } from 'node:util'
import { createMigrator } from 'db-migrations'
import type { RunKind } from 'db-migrations/protocol'
import { startTemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'
import { pino } from 'pino'
import { createServiceTitanClient } from 'servicetitan'
import { createSandbox, SANDBOX_TENANT_ID, sandboxCredentials } from 'servicetitan-sandbox'
import { tableOf } from '../src/cache/tables.ts'
import { connect } from '../src/database.ts'
import { runSync } from '../src/run/run-sync.ts'

const tagTypes = tableOf('tag-types')

const BAR = 100
const { values } = parseArgs({ options: { records: { type: 'string', default: '1000000' } } })
const records = Number(values.records)
const tenantId = String(SANDBOX_TENANT_ID)

await using server = await startTemporaryPostgres()
await createMigrator({ connectionString: server.url }).up()
await using sandbox = createSandbox({
  tenants: [{ tenantId: SANDBOX_TENANT_ID, sizes: { 'tag-types': records } }],
  now: '2026-06-18T15:00:00Z',
  dataNow: '2026-06-18T14:30:00Z',
  exportPageSize: 5_000,
})
const { url } = await sandbox.listen()
const api = createServiceTitanClient({
  ...sandboxCredentials,
  tenantId,
  apiUrl: url,
  authUrl: url,
  requestsPerSecond: null,
  now: sandbox.clock.now,
})
const client = await connect(server.url)
const admin = new pg.Client({ connectionString: server.url })
await admin.connect()

async function measure(kind: RunKind) {
  const started = performance.now()
  const requestsBefore = sandbox.requests.length
  const { signal } = new AbortController()
  const run = await runSync({
    client,
    api,
    tenantId,
    table: tagTypes,
    kind,
    signal,
    now: sandbox.clock.now,
    logger: pino({ level: 'silent' }),
  })
  const seconds = (performance.now() - started) / 1000
  return { run, seconds, requests: sandbox.requests.length - requestsBefore }
}

const first = await measure('full')
const { rows } = await admin.query(
  `DELETE FROM raw.st_tag_types WHERE tenant_id = $1 AND st_id =
     (SELECT st_id FROM raw.st_tag_types ORDER BY modified_on OFFSET $2 LIMIT 1) RETURNING full_data`,
  [tenantId, Math.floor(records * 0.6180339)],
)
await admin.query('VACUUM ANALYZE raw.st_tag_types')
const verify = await measure('verify')
const again = await measure('full')
const repaired = await admin.query(
  'SELECT count(*)::integer AS rows, count(*) FILTER (WHERE full_data = $1)::integer AS same FROM raw.st_tag_types',
  [rows[0].full_data],
)
await Promise.all([client.end(), admin.end()])

const line = (name: string, { seconds, requests }: { seconds: number; requests: number }) =>
  `${name.padEnd(34)} ${String(requests).padStart(6)} requests  ${seconds.toFixed(1).padStart(7)} s\n`
process.stdout.write(
  line(`first sync of ${records.toLocaleString('en-US')}`, first) +
    line('verify, one record missing', verify) +
    line('reading everything again', again) +
    `verify: ${verify.run.windows} windows, ${verify.run.mended} repaired; ${(again.requests / verify.requests).toFixed(1)} × fewer requests than a full sync (bar: fewer than ${BAR} requests, 1 repaired)\n`,
)
const isWhole = repaired.rows[0].rows === records && repaired.rows[0].same === 1
const ok = verify.requests < BAR && verify.run.mended === 1 && again.run.inserted === 0 && isWhole
if (!ok) process.stderr.write('error: the bar is missed, or the table is not whole.\n')
process.exitCode = ok && verify.run.completeAsOf !== null ? 0 : 1
