import { SessionClient } from 'cli-kit/postgres'
import { createTestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { type Logger, pino } from 'pino'
import {
  createServiceTitanClient,
  type ServiceTitanClient,
  type ServiceTitanClientOptions,
} from 'servicetitan'
import {
  createSandbox,
  type ResourceName,
  type Sandbox,
  type SandboxOptions,
  sandboxCredentials,
} from 'servicetitan-sandbox'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { tables } from '../../src/cache/tables.ts'
import type { RunProgress } from '../../src/run/progress.ts'
import { type RunSyncOptions, runSync } from '../../src/run/run-sync.ts'
import { haveTenant } from './have-tenant.ts'
import { sandboxEnv } from './sandbox-env.ts'

/** One tenant of a database, and the sandbox that serves its ServiceTitan account over HTTP. */
export interface FaultTenant extends AsyncDisposable {
  readonly tenantId: string
  /** The tenant's id as a number, as the sandbox has it. */
  readonly id: number
  readonly sandbox: Sandbox
  readonly databaseUrl: string
  readonly pool: pg.Pool
  readonly api: ServiceTitanClient
  /** Environment of a `sync` command for this tenant. */
  readonly env: Readonly<Record<string, string>>
  /** Another client of the same sandbox. */
  connectApi(options: Partial<ServiceTitanClientOptions>): ServiceTitanClient
  /** Syncs one table in this process, on its own connection. */
  sync(table: CacheTable, options?: Partial<RunSyncOptions>): Promise<RunProgress>
  /** The same, without adding the tenant. */
  syncAgain(table: CacheTable, options?: Partial<RunSyncOptions>): Promise<RunProgress>
  /** Syncs tables in sequence, and throws the first failure. */
  syncAll(options?: Partial<RunSyncOptions>, some?: readonly CacheTable[]): Promise<RunProgress[]>
}

/** Tens of records, several pages of each larger resource, all older than the feeds' delay. */
const smallAccount: SandboxOptions = {
  now: '2026-06-18T15:00:00Z',
  dataNow: '2026-06-18T14:30:00Z',
  exportPageSize: 10,
}
const smallSizes = { locations: 18, jobs: 25, appointments: 34, technicians: 8 }

/** Longer than the feeds' delay, in milliseconds. */
export const lagMs = 16 * 60_000

const silent: Logger = pino({ level: 'silent' })
let lastTenantId = 7_000_000

export interface FaultTenantOptions {
  /** @default unique in this process */
  readonly id?: number
  readonly sizes?: Readonly<Record<string, number>>
  readonly sandbox?: SandboxOptions
  readonly client?: Partial<ServiceTitanClientOptions>
  /** A sandbox that serves several tenants, including this one; the caller closes it. */
  readonly shared?: Sandbox
}

/** Opens a tenant in a database that may be shared. */
export async function openTenant(
  database: { readonly url: string; readonly pool: pg.Pool },
  options: FaultTenantOptions = {},
): Promise<FaultTenant> {
  lastTenantId += 1
  const id = options.id ?? lastTenantId
  const tenantId = String(id)
  const sandbox =
    options.shared ??
    createSandbox({
      ...smallAccount,
      tenants: [{ tenantId: id, sizes: options.sizes ?? smallSizes }],
      ...options.sandbox,
    })
  const { url } = await sandbox.listen()
  const connectApi: FaultTenant['connectApi'] = (changes) =>
    createServiceTitanClient({
      ...sandboxCredentials,
      tenantId,
      apiUrl: url,
      authUrl: url,
      now: sandbox.clock.now,
      requestsPerSecond: null,
      retryBaseDelayMs: 1,
      retryMaxDelayMs: 1,
      ...options.client,
      ...changes,
    })
  const api = connectApi({})
  const { signal } = new AbortController()
  const base = { api, tenantId, logger: silent, signal, now: sandbox.clock.now }
  const syncAll: FaultTenant['syncAll'] = async (changes = {}, some = tables) => {
    const runTenant = changes.tenantId ?? tenantId
    await haveTenant(database.pool, runTenant)
    return syncAgain(changes, some)
  }
  const syncAgain: FaultTenant['syncAll'] = async (changes = {}, some = tables) => {
    const own = changes.client ? undefined : await connect(database.url)
    const client = changes.client ?? (own as pg.Client)
    try {
      const runs: RunProgress[] = []
      for (const table of some) runs.push(await runSync({ ...base, ...changes, client, table }))
      return runs
    } finally {
      await own?.end()
    }
  }
  return {
    tenantId,
    id,
    sandbox,
    databaseUrl: database.url,
    pool: database.pool,
    api,
    connectApi,
    syncAll,
    env: {
      ...sandboxEnv({ databaseUrl: database.url, sandboxUrl: url, tenantId }),
      SERVICETITAN_REQUESTS_PER_SECOND: '1000',
    },
    sync: async (table, changes) => (await syncAll(changes, [table]))[0] as RunProgress,
    syncAgain: async (table, changes) => (await syncAgain(changes, [table]))[0] as RunProgress,
    async [Symbol.asyncDispose]() {
      if (!options.shared) await sandbox.close()
    },
  }
}

/** Opens a tenant with its own database. */
export async function openAlone(options: FaultTenantOptions = {}): Promise<FaultTenant> {
  const database = await createTestDatabase()
  const tenant = await openTenant(database, options)
  return {
    ...tenant,
    async [Symbol.asyncDispose]() {
      await tenant[Symbol.asyncDispose]()
      await database.close()
    },
  }
}

/** A tenant's current records in the sandbox. */
export const recordsOf = <N extends ResourceName>({ sandbox, id }: FaultTenant, resource: N) => [
  ...sandbox.records(id, resource),
]

/** A connection as the app opens it; when it is lost, its next statement fails. */
export async function connect(connectionString: string): Promise<pg.Client> {
  const client = new SessionClient({ connectionString, application_name: 'lazi-sync', pipeline: true })
  await client.connect()
  return client
}
