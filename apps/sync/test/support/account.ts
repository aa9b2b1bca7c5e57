import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { type Logger, pino } from 'pino'
import { createServiceTitanClient, type ServiceTitanClient } from 'servicetitan'
import {
  createSandbox,
  SANDBOX_TENANT_ID,
  type Sandbox,
  type SandboxOptions,
  sandboxCredentials,
} from 'servicetitan-sandbox'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { tables } from '../../src/cache/tables.ts'
import type { RunProgress } from '../../src/run/progress.ts'
import { type RunSyncOptions, runSync } from '../../src/run/run-sync.ts'
import { checkedFetch } from './contract.ts'
import { haveTenant } from './have-tenant.ts'
import { sandboxEnv } from './sandbox-env.ts'
import { connect } from './tenant.ts'

export const tenantId = String(SANDBOX_TENANT_ID)
const silent: Logger = pino({ level: 'silent' })

/** A sandbox over HTTP, a migrated database with its tenant, and the inputs of a sync between them. */
export interface Account extends AsyncDisposable {
  readonly sandbox: Sandbox
  readonly database: TestDatabase
  readonly api: ServiceTitanClient
  /** Environment of a `sync` command for this account. */
  readonly env: Readonly<Record<string, string>>
  /** Syncs one table in this process. */
  sync(table: CacheTable, options?: Partial<RunSyncOptions>): Promise<RunProgress>
  /** Syncs all tables in this process, in sequence. */
  syncAll(): Promise<RunProgress[]>
  /** @throws when a request of its client was against the vendor's contract */
  close(): Promise<void>
}

/** The base data are older than the feeds' delay, so a first sync reads all of them. */
const accountNow = '2026-06-18T15:00:00Z'
const dataNow = '2026-06-18T14:30:00Z'

export async function openAccount(options: SandboxOptions = {}): Promise<Account> {
  const sizes = { locations: 120, jobs: 300, appointments: 450, technicians: 12 }
  const sandbox = createSandbox({
    now: accountNow,
    dataNow,
    exportPageSize: 100,
    tenants: [{ tenantId: SANDBOX_TENANT_ID, sizes }],
    ...options,
  })
  const { url } = await sandbox.listen()
  const database = await createTestDatabase()
  await haveTenant(database.pool, tenantId, 'Hollis')
  const credentials = { ...sandboxCredentials, tenantId, apiUrl: url, authUrl: url }
  const violations: string[] = []
  const api = createServiceTitanClient({
    ...credentials,
    now: sandbox.clock.now,
    fetch: checkedFetch((text) => violations.push(text)),
    requestsPerSecond: null,
    retryBaseDelayMs: 1,
    retryMaxDelayMs: 1,
  })
  const connected = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = await connect(database.url)
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }
  const syncWith = (client: pg.Client, table: CacheTable, overrides: Partial<RunSyncOptions> = {}) => {
    const { signal } = new AbortController()
    const { now } = sandbox.clock
    return runSync({ client, api, tenantId, table, logger: silent, signal, now, ...overrides })
  }
  const close = async () => {
    await sandbox.close()
    await database.close()
    if (violations.length > 0) throw new Error(`Against the vendor's contract: ${violations.join('; ')}`)
  }
  return {
    sandbox,
    database,
    api,
    close,
    [Symbol.asyncDispose]: close,
    env: sandboxEnv({ databaseUrl: database.url, sandboxUrl: url, tenantId }),
    async sync(table, overrides = {}) {
      await haveTenant(database.pool, overrides.tenantId ?? tenantId)
      return connected((client) => syncWith(client, table, overrides))
    },
    // On one connection, since each new one reads the system catalog again.
    async syncAll() {
      await haveTenant(database.pool, tenantId)
      return connected(async (client) => {
        const runs: RunProgress[] = []
        for (const table of tables) runs.push(await syncWith(client, table))
        return runs
      })
    },
  }
}

/** All rows of the cache tables, without the columns with times of writing. */
export async function contents(pool: pg.Pool): Promise<Record<string, unknown[]>> {
  const result: Record<string, unknown[]> = {}
  for (const { name } of tables) {
    const { rows } = await pool.query(
      `SELECT to_jsonb(r) - '{synced_at,created_at,updated_at}'::text[] AS row FROM raw.${name} AS r ORDER BY tenant_id, st_id`,
    )
    result[name] = rows.map(({ row }) => row)
  }
  return result
}

/** Waits until a condition holds, without a limit: a hanging test is ended by its own timeout. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await sleep(5)
}
