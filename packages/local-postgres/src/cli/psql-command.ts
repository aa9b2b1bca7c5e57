import { spawn } from 'node:child_process'
import { addCommand, type Env } from 'cli-kit'
import type { Command } from 'commander'
import { embeddedUrlIfRunning } from '../embedded/status.ts'
import { errorCode, PostgresUnavailableError } from '../errors.ts'
import type { CommandIo } from './io.ts'
import { DATABASE, dataDirFrom, events, noteOverride } from './shared.ts'

export function addPsqlCommand(program: Command, io: CommandIo): void {
  addCommand(program, {
    name: 'psql',
    description: 'start psql with the running server; further arguments are those of psql',
    examples: ['pnpm postgres psql', `pnpm postgres psql -c 'SELECT count(*) FROM raw.st_jobs'`],
  })
    .argument('[arguments...]', 'arguments of psql')
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: string[]) => {
      noteOverride(io)
      const url = await embeddedUrlIfRunning(dataDirFrom(io), { onEvent: events(io), database: DATABASE })
      io.finish(await runPsql(args, url))
    })
}

/**
 * Runs psql on the terminal of this process. Every account of the machine can read the arguments of a process, but only
 * its own account the environment: the password is there.
 * @returns the exit code of psql
 * @throws PostgresUnavailableError with code `no_client` if it is not installed
 */
async function runPsql(args: readonly string[], url: string): Promise<number> {
  // The terminal sends Ctrl-C to both processes: psql cancels its query, and this one waits for it.
  const ignore = (): void => {}
  process.on('SIGINT', ignore)
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn('psql', args, { stdio: 'inherit', env: psqlEnvironment(process.env, url) })
      child.once('error', (error) => reject(errorCode(error) === 'ENOENT' ? noClient(error) : error))
      child.once('close', (code) => resolve(code ?? 1))
    })
  } finally {
    process.off('SIGINT', ignore)
  }
}

/** Without other variables of libpq, which would lead elsewhere (PGSERVICE, PGHOSTADDR) or change results (PGTZ). */
function psqlEnvironment(env: Env, url: string): NodeJS.ProcessEnv {
  const { hostname, port, username, password, pathname } = new URL(url)
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !/^PG[A-Z]/.test(name))),
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURI(pathname.slice(1)),
    // The embedded server supports neither TLS nor Kerberos, which psql would try first.
    PGSSLMODE: 'disable',
    PGGSSENCMODE: 'disable',
  }
}

function noClient(cause: unknown): PostgresUnavailableError {
  return new PostgresUnavailableError(
    'no_client',
    "psql is not installed: install PostgreSQL's client (Debian, Ubuntu: apt-get install postgresql-client; macOS: brew install libpq; Windows: the installer of postgresql.org).",
    { cause },
  )
}
