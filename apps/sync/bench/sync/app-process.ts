// One run of the app in a process of its own, over HTTP; prints what it cost as JSON.

import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import { createServiceTitanClient } from 'servicetitan'
import { sandboxCredentials } from 'servicetitan-sandbox'
import { selectTable } from '../../src/cli/select.ts'
import { connect } from '../../src/database.ts'
import { collectLess } from '../../src/heap.ts'
import { runSync } from '../../src/run/run-sync.ts'
import { addTenant } from '../../src/tenants/tenant-list.ts'
import { byTest } from '../../test/support/by-test.ts'
import { cpuMsSince } from '../common/measure.ts'
import { syncNow } from '../common/recorded-feed.ts'

/** What a process says at its end. */
export interface AppUsage {
  readonly records: number
  /** From the beginning of the run to its end. */
  readonly cpuMs: number
  /** The most memory that the process had, in bytes. */
  readonly peakBytes: number
}

collectLess()
const [apiUrl, tenantId, resource] = process.argv.slice(2) as [string, string, string]
const table = selectTable(resource)
const client = await connect(process.env.DATABASE_URL ?? '')
await addTenant(client, { tenantId, name: 'Bench', timeZone: null }, byTest())
const api = createServiceTitanClient({
  ...sandboxCredentials,
  tenantId,
  apiUrl,
  authUrl: apiUrl,
  now: () => syncNow,
  requestsPerSecond: null,
})
const before = process.cpuUsage()
const { fetched } = await runSync({
  client,
  api,
  tenantId,
  table,
  now: () => syncNow,
  logger: pino({ level: 'silent' }),
  signal: new AbortController().signal,
})
const cpuMs = cpuMsSince(before)
await client.end()
const usage: AppUsage = {
  records: fetched,
  cpuMs,
  peakBytes: readPeakBytes(),
}
process.stdout.write(JSON.stringify(usage))

/** A process begins with the peak of the one that started it (getrusage(2)), but Linux keeps one of its own as well. */
function readPeakBytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return Number(kilobytes) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}
