import { defaultDataDir, type OnEvent, postgresOptionsFromEnv } from '../options.ts'
import type { CliIo } from './io.ts'

/** The database that `start` makes and the URLs name. */
export const DATABASE = 'lazi'

export function dataDirFrom(io: CliIo): string {
  // LOCAL_POSTGRES says what the other commands use; a wrong value there is not this one's to report.
  return postgresOptionsFromEnv({ LOCAL_POSTGRES_DIR: io.env.LOCAL_POSTGRES_DIR }).dataDir ?? defaultDataDir()
}

/** Progress goes to standard error, so that standard output holds only what was asked for. */
export function events(io: CliIo): OnEvent {
  return ({ message }) => io.note(message)
}
