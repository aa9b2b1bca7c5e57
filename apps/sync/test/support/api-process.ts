import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../../api/src/main.ts', import.meta.url))

function start(
  databaseUrl: string,
  args: readonly string[],
): ChildProcess & { readonly stdout: NodeJS.ReadableStream } {
  return spawn(process.execPath, [main, ...args], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      ENV_FILE: '',
      LOG_LEVEL: 'fatal',
      DATABASE_URL: databaseUrl,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Creates a key of a tenant. @param scope `read`, or others with commas in between */
export async function createKey(databaseUrl: string, tenantId: string, scope: string): Promise<string> {
  const args = ['keys', 'create', '--tenant', tenantId, '--name', 'test', '--scope', scope, '--json']
  const { stdout } = start(databaseUrl, args)
  return JSON.parse(await text(stdout)).key
}

/** The API as a process of its own. */
export interface ServedApi extends AsyncDisposable {
  readonly url: string
  /** Ends it at once. */
  kill(): Promise<void>
}

/** @throws with its output if it ends before it is ready */
export async function serveApi(databaseUrl: string): Promise<ServedApi> {
  const child = start(databaseUrl, ['serve', '--port', '0', '--json'])
  const ended = once(child, 'close')
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return {
    url: JSON.parse(String(line)).url,
    kill: () => end('SIGKILL'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  }
}

/** The API as a process: what it serves is what apps get. */
export interface ApiProcess extends AsyncDisposable {
  /** The response to a request with a key of the tenant, which must succeed. @param path below `/api/v2/` */
  get(path: string): Promise<unknown>
}

/**
 * Starts the API on a database.
 * @throws with its output if it ends before it is ready
 */
export async function startApi(databaseUrl: string, tenantId: string): Promise<ApiProcess> {
  const key = await createKey(databaseUrl, tenantId, 'read')
  const api = await serveApi(databaseUrl)
  return {
    get: async (path) => {
      const response = await fetch(`${api.url}/api/v2/${path}`, {
        headers: { authorization: `Bearer ${key}` },
      })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  }
}
