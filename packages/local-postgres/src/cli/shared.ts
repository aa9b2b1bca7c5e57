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
