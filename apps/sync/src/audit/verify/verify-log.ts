import type { VerificationOutcome } from 'db-migrations/protocol'
import type pg from 'pg'
import { type Act, installation, recordEntries } from 'records'
import { isDataError } from '../../postgres/data-errors.ts'
import { inTransaction } from '../../postgres/transaction.ts'
import { type Log, readLog } from '../log.ts'
import type { Note } from '../note.ts'
import type { Keys } from './check-seal.ts'
import { checkState } from './check-state.ts'
import { LogCheckpoints } from './checkpoints.ts'
import { type Finding, Findings } from './findings.ts'
import { checkClosedLog, partsOfOrigin } from './other-logs.ts'
import { checkRemains } from './remains.ts'
import { type Walked, walkLog } from './walk-log.ts'

/** What is verified besides the log itself. */
export interface VerifyOptions {
  readonly keys: Keys
  /** Checkpoints that were exported. */
  readonly notes: readonly Note[]
  /** Whether entries are compared with the rows that they are about. */
  readonly withState: boolean
}

/** The result for one log. */
export interface LogVerification extends Walked {
  readonly tenantId: string
  /** Whether `audit.positions` has the log: without, no entry can be appended to it. */
  readonly hasPosition: boolean
  readonly outcome: VerificationOutcome
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
    return { ...remains, ...resultOf(tenantId, remains, findings), hasPosition: false, checkpoints: 0, notes }
  }
  const checkpoints = new LogCheckpoints(options.notes.filter(({ origin }) => origin === log.origin))
  const said: string[] = []
  const walked = await walkLog(client, log, { keys: options.keys, checkpoints, findings, said })
  said.push(...(await checkElsewhere(client, log, { notes: options.notes, findings })))
  if (options.withState) said.push(...(await checkState(client, tenantId, findings)))
  for (const size of checkpoints.notCompared)
    said.push(`the checkpoint of size ${size} was not compared: no seal of that size is kept`)
  return {
    ...walked,
    ...resultOf(tenantId, walked, findings),
    hasPosition: true,
    checkpoints: checkpoints.agreed,
    notes: said,
  }
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

/**
 * Stores the result of a verification, with an entry in the log that was verified. A log that has no position, or a wrong
 * one, may take none: then only the result is stored.
 */
export async function recordVerification(
  client: pg.ClientBase,
  found: LogVerification,
  act: Act,
): Promise<void> {
  const { tenantId, outcome, fromSeq, toSeq, firstBadSeq, hasPosition } = found
  if (!hasPosition) return storeResult(client, found, act.now)
  const result = { outcome, fromSeq, toSeq, ...(firstBadSeq !== null && { firstBadSeq }) }
  const changes = Object.fromEntries(Object.entries(result).map(([name, value]) => [name, { new: value }]))
  try {
    await inTransaction(client, async () => {
      await storeResult(client, found, act.now)
      await recordEntries(client, tenantId, act, [
        { action: 'verify', entity: 'audit.entries', entityId: tenantId, changes },
      ])
    })
  } catch (error) {
    // The number of the next entry is taken, or beyond bigint.
    if (!isDataError(error)) throw error
    await storeResult(client, found, act.now)
  }
}

/** A seq as it is stored: one beyond what a number can say was not given by us. */
const seqOf = (seq: number) => Math.min(seq, Number.MAX_SAFE_INTEGER)

async function storeResult(
  client: pg.ClientBase,
  { tenantId, outcome, fromSeq, toSeq, firstBadSeq, findings, findingCount }: LogVerification,
  now: Date,
): Promise<void> {
  const more = findingCount > findings.length ? [`${findingCount - findings.length} more`] : []
  const detail = [...findings.map(({ text }) => text), ...more].join('; ') || null
  await client.query(
    `INSERT INTO audit.verifications (tenant_id, verified_at, from_seq, to_seq, outcome, first_bad_seq, detail)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tenantId,
      now,
      seqOf(fromSeq),
      seqOf(toSeq),
      outcome,
      firstBadSeq === null ? null : seqOf(firstBadSeq),
      detail,
    ],
  )
}
