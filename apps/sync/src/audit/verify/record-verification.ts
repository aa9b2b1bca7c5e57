import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { type Act, recordEntries } from 'records'
import { isDataError } from '../../postgres/data-errors.ts'
import type { LogVerification } from './verify-log.ts'

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

async function storeResult(client: pg.ClientBase, found: LogVerification, now: Date): Promise<void> {
  const { tenantId, outcome, fromSeq, toSeq, firstBadSeq, findings, findingCount } = found
  const more = findingCount > findings.length ? [`${findingCount - findings.length} more`] : []
  const detail = [...findings.map(({ text }) => text), ...more].join('; ') || null
  await client.query(
    `INSERT INTO audit.verifications
       (tenant_id, verified_at, from_seq, to_seq, outcome, first_bad_seq, detail, options, checkpoint_size, seals)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tenantId,
      now,
      seqOf(fromSeq),
      seqOf(toSeq),
      outcome,
      firstBadSeq === null ? null : seqOf(firstBadSeq),
      detail,
      found.options,
      found.checkpointSize,
      found.seals,
    ],
  )
}
