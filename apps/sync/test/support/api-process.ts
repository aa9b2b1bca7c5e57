import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../../api/src/main.ts', import.meta.url))

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
  const start = (...args: string[]) =>
    spawn(process.execPath, [main, ...args], {
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        ENV_FILE: '',
        LOG_LEVEL: 'warn',
        DATABASE_URL: databaseUrl,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  const created = start('keys', 'create', '--tenant', tenantId, '--name', 'test', '--scope', 'read', '--json')
  const { key } = JSON.parse(await text(created.stdout))
  const child = start('serve', '--port', '0', '--json')
  const ended = once(child, 'close')
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])
  const { url } = JSON.parse(String(line))
  return {
    get: async (path) => {
      const response = await fetch(`${url}/api/v2/${path}`, { headers: { authorization: `Bearer ${key}` } })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
