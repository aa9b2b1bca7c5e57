import type { VerificationOutcome } from 'db-migrations/protocol'
import type pg from 'pg'
import { type Act, installation, recordEntries } from 'records'
import { inTransaction } from '../../postgres/transaction.ts'
import { readLog } from '../log.ts'
import type { Note } from '../note.ts'
import type { Keys } from './check-seal.ts'
import { checkState } from './check-state.ts'
import { LogCheckpoints } from './checkpoints.ts'
import { type Finding, Findings } from './findings.ts'
import { checkClosedLog, partsOfOrigin } from './other-logs.ts'
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
  { keys, notes, withState }: VerifyOptions,
): Promise<LogVerification | null> {
  const log = await readLog(client, tenantId)
  if (log === null) return null
  const findings = new Findings()
  const checkpoints = new LogCheckpoints(notes.filter(({ origin }) => origin === log.origin))
  const walked = await walkLog(client, log, { keys, checkpoints, findings })
  const ours = partsOfOrigin(log.origin).installation
  const elsewhere = notes.filter(({ origin }) => origin !== log.origin)
  for (const { origin } of elsewhere.filter(({ origin }) => partsOfOrigin(origin).installation !== ours))
    findings.add(null, `the checkpoint of ${origin} is of another installation`)
  const said = await checkClosedLog(
    client,
    elsewhere.filter(({ origin }) => partsOfOrigin(origin).installation === ours),
    findings,
  )
  if (withState) said.push(...(await checkState(client, tenantId, findings)))
  for (const size of checkpoints.notCompared)
    said.push(`the checkpoint of size ${size} was not compared: no seal of that size is kept`)
  return {
    ...walked,
    tenantId,
    outcome: findings.count > 0 ? 'broken' : walked.unchecked > 0 ? 'missing_key' : 'ok',
    firstBadSeq: findings.first,
    findings: findings.listed,
    findingCount: findings.count,
    checkpoints: checkpoints.agreed,
    notes: said,
  }
}

/** The notes that are verified with a tenant's log. @param logs all tenants with a log */
export function notesFor(tenantId: string, notes: readonly Note[], logs: readonly string[]): Note[] {
  return notes.filter(({ origin }) => {
    const of = partsOfOrigin(origin).tenantId
    return of === tenantId || (tenantId === installation && !logs.includes(of))
  })
}

/** Stores the result of a verification, with an entry in the log that was verified. */
export async function recordVerification(
  client: pg.ClientBase,
  { tenantId, outcome, fromSeq, toSeq, firstBadSeq, findings, findingCount }: LogVerification,
  act: Act,
): Promise<void> {
  const more = findingCount > findings.length ? [`${findingCount - findings.length} more`] : []
  const detail = [...findings.map(({ text }) => text), ...more].join('; ') || null
  await inTransaction(client, async () => {
    await client.query(
      `INSERT INTO audit.verifications (tenant_id, verified_at, from_seq, to_seq, outcome, first_bad_seq, detail)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [tenantId, act.now, fromSeq, toSeq, outcome, firstBadSeq, detail],
    )
    const result = { outcome, fromSeq, toSeq, ...(firstBadSeq !== null && { firstBadSeq }) }
    const changes = Object.fromEntries(Object.entries(result).map(([name, value]) => [name, { new: value }]))
    await recordEntries(client, tenantId, act, [
      { action: 'verify', entity: 'audit.entries', entityId: tenantId, changes },
    ])
  })
}
