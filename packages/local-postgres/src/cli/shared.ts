import { defaultDataDir, type OnEvent, postgresOptionsFromEnv } from '../options.ts'
import type { CliIo } from './io.ts'

/** The database that `start` makes and the URLs name. */
export const DATABASE = 'lazi'

export function dataDirFrom(io: CliIo): string {
  // LOCAL_POSTGRES is for the other commands; this one does not report a wrong value of it.
  return postgresOptionsFromEnv({ LOCAL_POSTGRES_DIR: io.env.LOCAL_POSTGRES_DIR }).dataDir ?? defaultDataDir()
}

/** Progress goes to standard error, so that standard output holds only the result. */
export function events(io: CliIo): OnEvent {
  return ({ message }) => io.note(message)
}
