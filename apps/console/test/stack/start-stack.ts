import { fileURLToPath } from 'node:url'
import { createAuditFiles } from './audit-files.ts'
import { type Env, run, type Service, serve } from './child.ts'
import { dataNow, demo, empty } from './tenants.ts'

const sandboxMain = 'packages/servicetitan-sandbox/src/cli.ts'
const syncMain = 'apps/sync/src/main.ts'
const apiMain = 'apps/api/src/main.ts'
const dist = fileURLToPath(new URL('../../dist', import.meta.url))
const sizes = ['--locations', '120', '--jobs', '400', '--technicians', '12', '--history', '30']

export interface Stack {
  /** The address of the API and the console. */
  readonly url: string
  readonly databaseUrl: string
  /** The settings of the worker, and of commands about the audit log. */
  readonly env: Env
  /** API keys: `admin` and `read` of the demo tenant, `empty` of the empty tenant. */
  readonly keys: { readonly admin: string; readonly read: string; readonly empty: string }
}

/**
 * Starts the processes behind the console on a migrated database: a sandbox that simulates ServiceTitan, a worker and the
 * API. The data of the sandbox is synced. `resources` stops the processes.
 */
export async function startStack(databaseUrl: string, resources: AsyncDisposableStack): Promise<Stack> {
  const database = { DATABASE_URL: databaseUrl }
  const sandbox = resources.use(
    await serve(
      [sandboxMain, '--port', '0', '--json', '--around', dataNow, '--rate-limit', '0', ...sizes],
      {},
    ),
  )
  const env = {
    ...database,
    ...credentials(sandbox.ready),
    ...(await createAuditFiles(resources)),
  }
  for (const { id, name, timeZone } of [demo, empty])
    await runSync(env, 'tenants', 'add', id, '--name', name, '--time-zone', timeZone)
  await runSync(env, 'run', '--tenant', demo.id)
  resources.use(await serve([syncMain, 'worker'], env, false))
  const api = resources.use(await serveApi(database))
  const keys = {
    admin: await createKey(database, demo.id, 'admin'),
    read: await createKey(database, demo.id, 'read'),
    empty: await createKey(database, empty.id, 'sync'),
  }
  return { url: String(api.ready.url), databaseUrl, env, keys }
}

/** Starts the API, which also serves the built console. @param port 0: any free port */
export function serveApi(env: Env, port = '0'): Promise<Service> {
  const command = [apiMain, 'serve', '--port', port, '--json', '--console', dist]
  return serve(command, { ...env, API_REQUESTS_PER_MINUTE: '0', API_KEY_CACHE_MS: '0' })
}

/** Runs a command of the sync. @returns its standard output */
export function runSync(env: Env, ...args: string[]): Promise<string> {
  return run([syncMain, ...args], env)
}

/** Creates an API key with the API's own command. */
export async function createKey(env: Env, tenantId: string, scope: string): Promise<string> {
  const args = ['--tenant', tenantId, '--name', `test ${scope}`, '--scope', scope, '--json']
  return JSON.parse(await run([apiMain, 'keys', 'create', ...args], env)).key
}

/** Creates a sign-in link for a key. @returns its path, with the code in the fragment */
export async function createLink(env: Env, key: string): Promise<string> {
  const [, tenantId = '', keyId = ''] = key.split('_')
  const { code } = JSON.parse(
    await run([apiMain, 'keys', 'link', keyId, '--tenant', tenantId, '--json'], env),
  )
  return `/#code=${code}`
}

export async function revokeKey(env: Env, key: string): Promise<void> {
  const [, tenantId = '', keyId = ''] = key.split('_')
  await run([apiMain, 'keys', 'revoke', keyId, '--tenant', tenantId], env)
}

function credentials({ url, clientId, clientSecret, appKey }: Readonly<Record<string, unknown>>): Env {
  return {
    SERVICETITAN_API_URL: String(url),
    SERVICETITAN_AUTH_URL: String(url),
    SERVICETITAN_TENANT_ID: demo.id,
    SERVICETITAN_CLIENT_ID: String(clientId),
    SERVICETITAN_CLIENT_SECRET: String(clientSecret),
    SERVICETITAN_APP_KEY: String(appKey),
  }
}
