import { counted, type Env, exitCode, notice, type OutputOptions, print, UsageError } from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import { commandAct, type ReasonOptions } from 'records'
import { readPublicKeys, readSigningKey } from '../../audit/keys.ts'
import { ensureInstallation, readTraces } from '../../audit/log.ts'
import type { Keys } from '../../audit/verify/check-seal.ts'
import { type CheckpointFile, readCheckpoints } from '../../audit/verify/checkpoints.ts'
import type { Finding } from '../../audit/verify/findings.ts'
import { rangeText } from '../../audit/verify/range-text.ts'
import { readStillBroken, type Strength, verifyAgain } from '../../audit/verify/read-verifications.ts'
import { recordVerification } from '../../audit/verify/record-verification.ts'
import { type LogVerification, notesFor, verifyLog } from '../../audit/verify/verify-log.ts'
import { readDatabaseOptions } from '../../config.ts'
import { withDatabase } from '../with-database.ts'

export interface VerifyOptions extends OutputOptions, ReasonOptions {
  readonly tenant?: string
  readonly checkpoint?: string
  readonly state?: boolean
  readonly publicKey?: string
}

/**
 * `sync audit verify`. @returns the exit code: 6 when a log is not as it was sealed
 * @throws {UsageError} when the tenant has no log, or a file has no checkpoint or no key
 */
export async function auditVerify(options: VerifyOptions, env: Env): Promise<number> {
  const given = options.tenant === undefined ? null : readTenantId(options.tenant)
  const file: CheckpointFile = options.checkpoint
    ? readCheckpoints(options.checkpoint)
    : { notes: [], unreadable: 0 }
  const keys = readKeys(options, env)
  return withDatabase(readDatabaseOptions(env), async (client) => {
    await ensureInstallation(client, new Date())
    const known = await readTraces(client)
    if (given !== null && !known.includes(given))
      throw new UsageError(`Tenant ${given} has no entry in the audit log yet.`)
    const logs: LogVerification[] = []
    for (const tenantId of given === null ? known : [given]) {
      const notes = notesFor(tenantId, file.notes, known)
      const found = await verifyLog(client, tenantId, {
        keys,
        notes,
        withState: options.state ?? false,
        onProgress: reportProgress(tenantId),
      })
      if (found === null) continue
      await recordVerification(client, found, commandAct(options, new Date()))
      const broken = found.outcome === 'broken' ? null : await readStillBroken(client, tenantId)
      logs.push(broken === null ? found : withNote(found, stillBrokenText(broken)))
    }
    const ok = logs.every(({ outcome }) => outcome !== 'broken')
    if (options.json) print(JSON.stringify({ ok, unreadable: file.unreadable, logs }))
    else printLogs(logs, file)
    return ok ? exitCode.done : exitCode.findings
  })
}

function withNote(found: LogVerification, note: string): LogVerification {
  return { ...found, notes: [...found.notes, note] }
}

function stillBrokenText(broken: Strength): string {
  return `a former verification that compared more found the log changed, and stays valid until this agrees: ${verifyAgain(broken)}`
}

function readKeys({ publicKey }: VerifyOptions, env: Env): Keys {
  if (publicKey !== undefined) return { keys: readPublicKeys(publicKey), isRequired: true }
  const keyFile = env.LAZI_AUDIT_KEY_FILE?.trim()
  return { keys: keyFile ? [readSigningKey(keyFile).publicKey] : [], isRequired: false }
}

function printLogs(logs: readonly LogVerification[], { unreadable }: CheckpointFile): void {
  if (logs.length === 0) print('There is no entry in the audit log yet.')
  if (unreadable > 0) print(`${counted(unreadable, 'piece')} of the file of checkpoints cannot be read.`)
  for (const log of logs) {
    print(`${log.tenantId === '0' ? 'installation' : `tenant ${log.tenantId}`}: ${summary(log)}`)
    for (const finding of log.findings) print(`  ${findingText(finding)}`)
    if (log.findingCount > log.findings.length)
      print(`  ${counted(log.findingCount - log.findings.length, 'more finding')}`)
    for (const note of log.notes) print(`  note: ${note}`)
  }
}

function findingText({ text, values }: Finding): string {
  if (values === undefined) return text
  return `${text}: ${JSON.stringify(values.actual)} in place of ${JSON.stringify(values.expected)}`
}

/** Says on stderr how many records were compared, each time that so many more were. */
function reportProgress(tenantId: string): (table: string, compared: number) => void {
  const every = 50_000
  return (table, compared) => {
    if (compared > 0 && compared % every === 0)
      notice(`… tenant ${tenantId}: ${table}, ${compared.toLocaleString('en-US')} compared`)
  }
}

function summary(log: LogVerification): string {
  const { outcome, firstBadSeq, fromSeq, toSeq, sealedTo } = log
  const facts = [
    toSeq < fromSeq ? 'no entries' : `${rangeText(fromSeq, toSeq)}, sealed to ${sealedTo}`,
    counted(log.seals, 'seal'),
    log.unsigned > 0 ? `${log.unsigned} unsigned` : '',
    log.unchecked > 0 ? `${log.unchecked} signed, but no public key is given` : '',
    log.emptied > 0 ? `${log.emptied} redacted` : '',
    log.checkpoints > 0 ? counted(log.checkpoints, 'checkpoint agrees', 'checkpoints agree') : '',
  ].filter(Boolean)
  const state =
    outcome === 'broken' ? `BROKEN${firstBadSeq === null ? '' : ` from entry ${firstBadSeq}`}` : 'intact'
  return `${state}; ${facts.join(', ')}`
}
