import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { sandboxCredentials } from 'servicetitan-sandbox'

/** This checkout. */
export const thisTree = fileURLToPath(new URL('../../../..', import.meta.url))

type Environment = Readonly<Record<string, string>>

/** The environment of a program that uses a database, and nothing of this process. */
export const environmentOf = (databaseUrl: string): Environment => ({
  PATH: process.env.PATH ?? '',
  ENV_FILE: '',
  LOG_LEVEL: 'error',
  DATABASE_URL: databaseUrl,
})

/** The environment of a program that syncs tenants from a sandbox; its files are deleted at the end. */
export async function sandboxEnvironment(
  databaseUrl: string,
  sandboxUrl: string,
  tenantIds: readonly number[],
): Promise<AsyncDisposable & { readonly env: Environment }> {
  const directory = await mkdtemp(join(tmpdir(), 'lazi-bench-'))
  for (const id of tenantIds) await writeFile(join(directory, `${id}.env`), '', { mode: 0o600 })
  return {
    env: {
      ...environmentOf(databaseUrl),
      SERVICETITAN_CREDENTIALS_DIR: directory,
      SERVICETITAN_ENVIRONMENT: 'sandbox',
      SERVICETITAN_API_URL: sandboxUrl,
      SERVICETITAN_AUTH_URL: sandboxUrl,
      SERVICETITAN_CLIENT_ID: sandboxCredentials.clientId,
      SERVICETITAN_CLIENT_SECRET: sandboxCredentials.clientSecret,
      SERVICETITAN_APP_KEY: sandboxCredentials.appKey,
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}

/** The command line of a package or app of a checkout. */
export const programOf = (tree: string, folder: 'apps/api' | 'apps/sync' | 'packages/db-migrations') =>
  join(tree, folder, folder === 'packages/db-migrations' ? 'src/cli/main.ts' : 'src/main.ts')

/** Runs a program to its end. @returns what it printed @throws when it fails */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: Environment,
): Promise<string> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env })
  const exit = once(child, 'exit')
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await exit
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${errors}`)
  return output
}

/** A program that runs until it is disposed. @returns also its first line of output */
export function startProgram(
  program: string,
  args: readonly string[],
  env: Environment,
): AsyncDisposable & { readonly firstLine: Promise<string> } {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'], env })
  const exit = once(child, 'exit')
  const lines = createInterface(child.stdout)
  const ended = exit.then(([code]) => {
    throw new Error(`${program} ${args.join(' ')} ended with ${code}.`)
  })
  const firstLine = Promise.race([once(lines, 'line').then(([line]) => String(line)), ended])
  // Callers that do not await the first line must not cause an unhandled rejection.
  firstLine.catch(() => undefined)
  return {
    firstLine,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exit
    },
  }
}
