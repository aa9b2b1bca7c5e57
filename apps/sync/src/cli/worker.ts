import { type Env, readDatabaseOptions, readLogLevel, readRequestsPerSecond } from '../config.ts'
import { openDatabase } from '../database.ts'
import { createLogger } from '../logger.ts'
import { readCredentials } from '../tenants/credentials.ts'
import { runWorker } from '../worker/worker.ts'
import { exitCode, notice, print, UsageError } from './output.ts'

export interface WorkerCommandOptions {
  readonly json?: boolean
  readonly concurrency: string
  readonly port?: string
  readonly host: string
  readonly once?: boolean
}

/** `sync worker`. @returns the exit code: 0 when it was stopped; with --once 1 when a run failed */
export async function worker(
  options: WorkerCommandOptions,
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  const concurrency = wholeNumber('--concurrency', options.concurrency, 1, 64)
  const port = options.port === undefined ? null : wholeNumber('--port', options.port, 0, 65_535)
  for (const warning of readCredentials(env).warnings) notice(`warning: ${warning}`)
  const requestsPerSecond = readRequestsPerSecond(env)
  const logger = createLogger(readLogLevel(env, 'info'))
  await using database = await openDatabase(readDatabaseOptions(env), notice)
  const summary = await runWorker({
    ...{ url: database.url, requestsPerSecond, concurrency, logger, signal },
    readCredentials: () => readCredentials(env),
    http: port === null ? null : { port, host: options.host },
    once: options.once ?? false,
    onListening: (actual) => notice(`Health and metrics: http://${options.host}:${actual}/`),
  })
  if (options.json) print(JSON.stringify({ ok: summary.failed === 0, ...summary }))
  return options.once && summary.failed > 0 ? exitCode.error : exitCode.done
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new UsageError(`${name} is not a whole number from ${min} to ${max}.`)
}
