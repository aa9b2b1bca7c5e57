import { type Env, exitCode, notice, print, UsageError, type WholeNumberRange, wholeNumber } from 'cli-kit'
import { createLogger } from 'cli-kit/logger'
import { openDatabase } from 'db-migrations'
import { readAuditSettings } from '../audit/settings.ts'
import { readDatabaseOptions, readNotesFile, readPushTimes, readSyncConfig } from '../config.ts'
import { readCredentials } from '../tenants/credentials.ts'
import { runWorker } from '../worker/worker.ts'

export interface WorkerCommandOptions {
  readonly json?: boolean
  readonly concurrency: string
  readonly port?: string
  readonly host: string
  readonly once?: boolean
}

/** `sync worker`. @returns the exit code: 0 when it was stopped; with --once 1 when a run failed or a tenant does not exist */
export async function worker(
  options: WorkerCommandOptions,
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  const concurrency = readNumber('--concurrency', options.concurrency, { min: 1, max: 64 })
  const port = options.port === undefined ? null : readNumber('--port', options.port, { min: 0, max: 65_535 })
  for (const warning of readCredentials(env).warnings) notice(`warning: ${warning}`)
  const { requestsPerSecond, logLevel } = readSyncConfig(env, { logLevel: 'info' })
  const times = readPushTimes(env)
  const logger = createLogger(logLevel)
  const audit = readAuditSettings(env, logger)
  await using database = await openDatabase(readDatabaseOptions(env), notice)
  const summary = await runWorker({
    url: database.url,
    requestsPerSecond,
    concurrency,
    times,
    notesFile: readNotesFile(env),
    logger,
    audit,
    signal,
    readCredentials: () => readCredentials(env),
    http: port === null ? null : { port, host: options.host },
    once: options.once ?? false,
    onListening: (actual) => notice(`Health and metrics: http://${options.host}:${actual}/`),
  })
  const ok = summary.failed === 0 && summary.missing.length === 0
  if (options.json) print(JSON.stringify({ ok, ...summary }))
  return options.once && !ok ? exitCode.error : exitCode.done
}

function readNumber(name: string, text: string, range: WholeNumberRange): number {
  const value = wholeNumber(text, range)
  if (value !== null) return value
  throw new UsageError(`${name} is not a whole number from ${range.min} to ${range.max}.`)
}
