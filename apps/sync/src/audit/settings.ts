import { type Env, readConfig } from 'cli-kit'
import type { Logger } from 'pino'
import { readSigningKey, type SigningKey } from './keys.ts'

/** How a seal is made and leaves the database. */
export interface Sealing {
  /** Signs the notes; null: they are unsigned. */
  readonly key: SigningKey | null
  /** The file to which notes are appended; null: only the log has them. */
  readonly exportFile: string | null
  /** Receives every note, as one line of level `info`. */
  readonly logger: Logger
}

/** What a worker reads besides. */
export interface AuditSettings {
  readonly sealing: Sealing
  /** The time between two seals of a log, in milliseconds. @default 60,000 */
  readonly sealEveryMs: number
  /** How long entries are kept, in days. @default 7 years */
  readonly days: number
}

const SEVEN_YEARS = 2_557

/**
 * Reads `LAZI_AUDIT_KEY_FILE`, `LAZI_AUDIT_EXPORT_FILE`, `LAZI_AUDIT_SEAL_SECONDS` and `LAZI_AUDIT_DAYS`.
 * @throws {ConfigError} for a number out of range, or a file without a key
 */
export function readAuditSettings(env: Env, logger: Logger): AuditSettings {
  return readConfig((read) => {
    const seconds = read.wholeNumber('LAZI_AUDIT_SEAL_SECONDS', env.LAZI_AUDIT_SEAL_SECONDS, {
      min: 1,
      max: 3_600,
      fallback: 60,
    })
    const days = read.wholeNumber('LAZI_AUDIT_DAYS', env.LAZI_AUDIT_DAYS, {
      min: 30,
      max: 36_500,
      fallback: SEVEN_YEARS,
    })
    return { sealing: readSealing(env, logger), sealEveryMs: seconds * 1_000, days }
  })
}

/** Reads `LAZI_AUDIT_KEY_FILE` and `LAZI_AUDIT_EXPORT_FILE`. @throws {ConfigError} for a file without a key */
export function readSealing(env: Env, logger: Logger): Sealing {
  const keyFile = env.LAZI_AUDIT_KEY_FILE?.trim()
  return {
    key: keyFile ? readSigningKey(keyFile) : null,
    exportFile: env.LAZI_AUDIT_EXPORT_FILE?.trim() || null,
    logger,
  }
}
