// The sandbox as a process of its own, so that what it costs is not the app's. Ends when its stdin does.

import { createSandbox } from 'servicetitan-sandbox'
import { dataNow, sizesFor, syncNow } from '../common/recorded-feed.ts'

const [tenantId, resource, count, pageSize] = process.argv.slice(2) as [string, string, string, string]
await using sandbox = createSandbox({
  now: syncNow,
  dataNow,
  tenants: [{ tenantId: Number(tenantId), sizes: sizesFor(resource, Number(count)) }],
  exportPageSize: Number(pageSize),
})
const { url } = await sandbox.listen()
process.stdout.write(`${url}\n`)
await new Promise((resolve) => process.stdin.resume().once('end', resolve))
