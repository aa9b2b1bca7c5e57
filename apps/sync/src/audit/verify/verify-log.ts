import { inTransaction } from 'cli-kit/postgres'
import type { VerificationOption, VerificationOutcome } from 'db-migrations/protocol'
import type pg from 'pg'
import { installation } from 'records'
import { type Log, readLog } from '../log.ts'
import type { Note } from '../note.ts'
import type { Keys } from './check-seal.ts'
import { checkState } from './check-state.ts'
import { LogCheckpoints } from './checkpoints.ts'
import { type Finding, Findings } from './findings.ts'
import { checkClosedLog, partsOfOrigin } from './other-logs.ts'
import { checkRecords } from './records/check-records.ts'
import { checkRemains } from './remains.ts'
import { type Walked, walkLog } from './walk-log.ts'

/** What is verified besides the log itself. */
export interface VerifyOptions {
  readonly keys: Keys
  /** Checkpoints that were exported. */
  readonly notes: readonly Note[]
  /** Whether entries are compared with the rows that they are about. */
  readonly withState: boolean
  /** Called while records are compared, with their table and how many of it were so far. @default nothing */
  readonly onProgress?: (table: string, compared: number) => void
}

/** The result for one log. */
export interface LogVerification extends Walked {
  readonly tenantId: string
  /** Whether `audit.positions` has the log: without, no entry can be appended to it. */
  readonly hasPosition: boolean
  readonly outcome: VerificationOutcome
  /** What was compared besides the log itself. */
  readonly options: readonly VerificationOption[]
  /** The greatest size of the checkpoints of the log that were given; null: none was. */
  readonly checkpointSize: number | null
  readonly firstBadSeq: number | null
  /** The first 100. */
  readonly findings: readonly Finding[]
  readonly findingCount: number
  /** The number of checkpoints that agree. */
  readonly checkpoints: number
  /** What could not be compared, and why. */
  readonly notes: readonly string[]
}

/**
 * Verifies the log of one tenant, in one snapshot.
 * @param options.notes those of this tenant; of the installation's log also those of tenants without a log
 * @returns null when the tenant has no log
 */
export async function verifyLog(
  client: pg.ClientBase,
  tenantId: string,
  options: VerifyOptions,
): Promise<LogVerification | null> {
  return inTransaction(client, () => verify(client, tenantId, options), {
    transaction_isolation: 'repeatable read',
    transaction_read_only: 'on',
  })
}

async function verify(
  client: pg.ClientBase,
  tenantId: string,
  options: VerifyOptions,
): Promise<LogVerification | null> {
  const log = await readLog(client, tenantId)
  const findings = new Findings()
  if (log === null) {
    const remains = await checkRemains(client, tenantId, findings)
    if (remains === null) return null
    const notes = ['nothing else of the log was compared']
    const compared = { options: [], checkpointSize: null }
    return {
      ...remains,
      ...resultOf(tenantId, remains, findings),
      ...compared,
      hasPosition: false,
      checkpoints: 0,
      notes,
    }
  }
  const ofLog = options.notes.filter(({ origin }) => origin === log.origin)
  const checkpoints = new LogCheckpoints(ofLog)
  const said: string[] = []
  const walked = await walkLog(client, log, { keys: options.keys, checkpoints, findings, said })
  said.push(...(await checkElsewhere(client, log, { notes: options.notes, findings })))
  if (options.withState) {
    const { onProgress = () => undefined } = options
    said.push(...(await checkState(client, tenantId, findings)))
    const isWhole = walked.fromSeq === 1
    said.push(...(await checkRecords({ client, tenantId, findings, isWhole, onProgress })))
  }
  for (const size of checkpoints.notCompared)
    said.push(`the checkpoint of size ${size} was not compared: no seal of that size is kept`)
  return {
    ...walked,
    ...resultOf(tenantId, walked, findings),
    options: namesOf(options),
    checkpointSize: ofLog.length > 0 ? Math.max(...ofLog.map(({ size }) => size)) : null,
    hasPosition: true,
    checkpoints: checkpoints.agreed,
    notes: said,
  }
}

function namesOf({ keys, notes, withState }: VerifyOptions): VerificationOption[] {
  const given: Readonly<Record<VerificationOption, boolean>> = {
    checkpoint: notes.length > 0,
    state: withState,
    key: keys.keys.length > 0,
    public_key: keys.isRequired,
  }
  return (Object.keys(given) as VerificationOption[]).filter((name) => given[name])
}

function resultOf(tenantId: string, { unchecked }: Walked, findings: Findings) {
  const outcome: VerificationOutcome = findings.count > 0 ? 'broken' : unchecked > 0 ? 'missing_key' : 'ok'
  return {
    tenantId,
    outcome,
    firstBadSeq: findings.first,
    findings: findings.listed,
    findingCount: findings.count,
  }
}

/** Checks the checkpoints that are of other logs. @returns what is said of them */
async function checkElsewhere(
  client: pg.ClientBase,
  log: Log,
  { notes, findings }: { readonly notes: readonly Note[]; readonly findings: Findings },
): Promise<string[]> {
  const ours = partsOfOrigin(log.origin).installation
  const elsewhere = notes.filter(({ origin }) => origin !== log.origin)
  const isOurs = ({ origin }: Note) => partsOfOrigin(origin).installation === ours
  for (const { origin } of elsewhere.filter((note) => !isOurs(note)))
    findings.add(null, `the checkpoint of ${origin} is of another installation`)
  return checkClosedLog(client, elsewhere.filter(isOurs), findings)
}

/** The notes that are verified with a tenant's log. @param logs all tenants with a log */
export function notesFor(tenantId: string, notes: readonly Note[], logs: readonly string[]): Note[] {
  return notes.filter(({ origin }) => {
    const of = partsOfOrigin(origin).tenantId
    return of === tenantId || (tenantId === installation && !logs.includes(of))
  })
}
