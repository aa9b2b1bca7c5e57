import { defaultDataDir, type OnEvent, postgresOptionsFromEnv } from '../options.ts'
import type { CliIo } from './io.ts'

/** The database that `start` creates and the URLs name. */
export const DATABASE = 'lazi'

export function dataDirFrom(io: CliIo): string {
  // LOCAL_POSTGRES is for the other commands; an invalid value is not reported here.
  return postgresOptionsFromEnv({ LOCAL_POSTGRES_DIR: io.env.LOCAL_POSTGRES_DIR }).dataDir ?? defaultDataDir()
}

/** Writes progress to standard error, since standard output is reserved for the result. */
export function events(io: CliIo): OnEvent {
  return ({ message }) => io.note(message)
}

/** Notes that the other commands of the repository use another server. */
export function noteOverride(io: CliIo): void {
  if (io.env.DATABASE_URL) io.note('note: DATABASE_URL is set, so sync, migrate and api use that URL.')
  else if (io.env.LOCAL_POSTGRES === 'container') {
    io.note('note: LOCAL_POSTGRES=container is set, so sync, migrate and api use a container.')
  }
}
