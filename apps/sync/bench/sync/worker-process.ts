// A worker in a process of its own, forked by worker.ts: it has the feeds of its tenants, syncs those that it receives, and
// says what that cost it.

import { resourceOf } from '../../src/cache/tables.ts'
import { selectTable } from '../../src/cli/select.ts'
import { collectLess } from '../../src/heap.ts'
import { syncByApp } from '../common/app.ts'
import { cpuMsSince } from '../common/measure.ts'
import { type RecordedFeed, recordFeed } from '../common/recorded-feed.ts'

/** What the process is forked with, as JSON. */
export interface WorkerOptions {
  readonly databaseUrl: string
  readonly resource: string
  /** Records of each tenant, or so. */
  readonly count: number
  readonly pageSize: number
  readonly tenantIds: readonly number[]
}

/** Its messages: first that it is ready, then the results of the syncs. */
export interface WorkerUsage {
  readonly records: number
  readonly cpuMs: number
}

collectLess()
const options = JSON.parse(process.env.WORKER_OPTIONS ?? '') as WorkerOptions
const table = selectTable(options.resource)
const feeds = new Map<number, RecordedFeed>()
for (const tenantId of options.tenantIds) {
  feeds.set(tenantId, await recordFeed([resourceOf(table)], { ...options, tenantId }))
}
const report = (usage: WorkerUsage) => process.send?.(usage)
process.on('message', async (tenantIds: readonly number[]) => {
  const before = process.cpuUsage()
  let records = 0
  for (const tenantId of tenantIds) {
    const feed = feeds.get(tenantId) as RecordedFeed
    await syncByApp({ url: options.databaseUrl }, [table], feed)
    records += feed.records
  }
  report({ records, cpuMs: cpuMsSince(before) })
})
report({ records: 0, cpuMs: 0 })
