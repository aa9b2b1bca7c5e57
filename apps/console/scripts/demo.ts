import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The demo that `pnpm start` starts. */
export interface Demo extends AsyncDisposable {
  readonly url: string
  /** An admin key of its first account. */
  readonly key: string
  readonly accounts: readonly { readonly tenantId: string; readonly mode: string; readonly key: string }[]
}

/** Runs `pnpm start` with a separate PostgreSQL, which is removed at the end. */
export async function startDemo(): Promise<Demo> {
  const directory = await mkdtemp(join(tmpdir(), 'lazi-demo-'))
  // If root runs this script, PostgreSQL runs as another user, who needs access to the directory.
  await chmod(directory, 0o755)
  const env = { ...process.env, LOCAL_POSTGRES_DIR: directory, API_PORT: '0', ENV_FILE: '', DATABASE_URL: '' }
  const child = spawn(process.execPath, ['scripts/start.ts', '--json'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const { ok, url, key, accounts, error } = JSON.parse(line)
  if (!ok) throw new Error(error.message)
  return {
    url,
    key,
    accounts,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await once(child, 'close')
      await once(
        spawn(process.execPath, ['packages/db-migrations/src/postgres/main.ts', 'stop'], {
          cwd: root,
          env,
          stdio: 'inherit',
        }),
        'close',
      )
      await rm(directory, { recursive: true, force: true })
    },
  }
}
