import { Writable } from 'node:stream'
import { pino } from 'pino'
import type { AuditSettings, Sealing } from '../../src/audit/settings.ts'

/** Takes the lines of a log, and keeps none. */
const discarding = new Writable({ write: (_chunk, _encoding, done) => done() })

/** Seals without a key, whose notes go to a log that is not kept. */
export const sealing: Sealing = { key: null, exportFile: null, logger: pino({ level: 'info' }, discarding) }

/** The settings of a worker of a test. */
export const auditSettings: AuditSettings = { sealing, sealEveryMs: 60_000, days: 2_557 }
