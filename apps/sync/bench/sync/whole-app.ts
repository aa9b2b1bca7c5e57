import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type BenchDatabase, emptyCache, serverCpuMs } from '../common/server.ts'
import type { AppUsage } from './app-process.ts'

const program = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** What a first sync over HTTP cost: the app, the sandbox and the server are three processes. */
export interface WholeRun extends AppUsage {
  /** CPU time of the server's processes, in milliseconds; undefined where it is not known. */
  readonly serverCpuMs: number | undefined
}

export interface HttpOptions {
  readonly resource: string
  /** Records, or so. */
  readonly count: number
  readonly pageSize: number
  /** Options of Node for the app's process. @default none */
  readonly nodeOptions?: readonly string[]
}

/** A first sync by the app as its own process, over HTTP. */
export async function syncOverHttp(database: BenchDatabase, options: HttpOptions): Promise<WholeRun> {
  const { resource, count, pageSize, nodeOptions = [] } = options
  const tenantId = '1'
  await emptyCache(database)
  const sandbox = spawn(
    process.execPath,
    [program('sandbox-process.ts'), tenantId, resource, String(count), String(pageSize)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  try {
    const [url] = await once(createInterface(sandbox.stdout), 'line')
    const before = await serverCpuMs(database)
    const app = spawn(
      process.execPath,
      [...nodeOptions, program('app-process.ts'), url, tenantId, resource],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, DATABASE_URL: database.url } },
    )
    const [output, [code]] = await Promise.all([text(app.stdout), once(app, 'close')])
    if (code !== 0) throw new Error(`The app ended with code ${code}.`)
    const after = await serverCpuMs(database)
    return {
      ...(JSON.parse(output) as AppUsage),
      serverCpuMs: before === undefined || after === undefined ? undefined : after - before,
    }
  } finally {
    sandbox.stdin.end()
  }
}
