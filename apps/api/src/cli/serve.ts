import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Env, exitCode, notice, printResult } from 'cli-kit'
import { createLogger } from 'cli-kit/logger'
import { openDatabase } from 'db-migrations'
import { postgresOptionsFromEnv } from 'local-postgres'
import { type GivenOptions, readServeConfig } from '../config.ts'
import { createApp } from '../create-app.ts'
import { assertApiRoles, openPool } from '../database.ts'
import { type RunningServer, startServer } from '../server.ts'

export interface ServeOptions extends GivenOptions {
  readonly json?: boolean
}

/** How long requests in flight may take after the signal. */
const graceMs = 8_000
/** How long the pool may take to end after that. */
const poolGraceMs = 500

/**
 * `api serve`: refuses to start unless all migrations of this code are applied. On a signal, it ends streams, completes
 * the requests in flight, and exits within ten seconds.
 */
export async function serve(
  options: ServeOptions,
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  const config = readServeConfig(env, options)
  const logger = createLogger(config.logLevel)
  await using database = await openDatabase(postgresOptionsFromEnv(env), notice, { mayPool: config.isPooled })
  const pool = openPool(database.url, {
    // One more, for the readiness check: it must not fail because requests use all others.
    max: config.poolSize + 1,
    isPooled: config.isPooled,
    onError: (error) => logger.warn({ err: error }, 'Idle connection lost'),
  })
  let healthServer: RunningServer | undefined
  try {
    await assertApiRoles(pool)
    const { api, health } = await createApp({ ...config, pool, logger, now: Date.now, draining: signal })
    const { metricsPort, metricsHost } = config
    if (metricsPort !== null) {
      healthServer = await startServer(health, { port: metricsPort, host: metricsHost })
    }
    const server = await startServer(api, config)
    const { url, port } = server
    const metricsUrl = healthServer?.url ?? null
    printResult(
      options,
      { ok: true, url, port, metricsUrl },
      `The API listens at ${url}/api/v2; its reference is at ${url}/api/docs${
        metricsUrl ? `; health and metrics at ${metricsUrl}/metrics` : ''
      }`,
    )
    if (!signal.aborted) await once(signal, 'abort')
    await server.close(graceMs)
  } finally {
    // Until here it answered that the server is about to stop.
    await healthServer?.close(0)
    // A statement that is still running keeps its connection, perhaps for long.
    await Promise.race([pool.end(), sleep(poolGraceMs, undefined, { ref: false })])
  }
  return exitCode.done
}
