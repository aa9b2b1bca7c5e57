import type { AuditStatus } from 'api/client'
import { formatCount } from '../../components/values/format-number.ts'
import type { Tone } from '../../components/values/tone.ts'

/** An entry is sealed within a minute; one that is not after this time needs attention, in milliseconds. */
const longestUnsealedMs = 60 * 60_000

/** A part of the description, and the time that it ends with; null: it has none. */
interface SealFact {
  readonly text: string
  readonly at: string | null
}

export interface SealDescription {
  readonly tone: Tone
  readonly facts: readonly SealFact[]
}

/**
 * The state of the seals in a few words: what is wrong if there is something, else how far the log is sealed and when it
 * was verified.
 * @param nowMs the time now, in milliseconds since 1970
 */
export function describeSeals(status: AuditStatus, nowMs: number): SealDescription {
  const { lastSeq, sealed } = status
  const faults = faultsOf(status)
  if (faults.length > 0) return { tone: 'bad', facts: faults }
  if (sealed === null && lastSeq === '0')
    return { tone: 'neutral', facts: [{ text: 'Nothing to seal yet', at: null }] }
  const doubts = doubtsOf(status, nowMs)
  const all = formatCount(lastSeq)
  const reach = sealed === null ? `None of ${all} sealed` : `Sealed to ${formatCount(sealed.size)} of ${all}`
  return {
    tone: doubts.length > 0 ? 'warn' : 'good',
    facts: [{ text: reach, at: null }, ...doubts, ...verifiedOf(status)],
  }
}

function faultsOf({ sealed, verification }: AuditStatus): SealFact[] {
  const faults: SealFact[] = []
  if (verification?.outcome === 'broken') {
    const { firstBadSeq } = verification
    // The first entry that may be wrong: between two seals it cannot be said which was changed.
    const text =
      firstBadSeq === null ? 'The log was changed' : `Changed from entry ${formatCount(firstBadSeq)}`
    faults.push({ text, at: null })
  }
  if (sealed !== null && sealed.exportError !== null) faults.push({ text: 'Export failed', at: null })
  return faults
}

function doubtsOf({ unsealedSince, sealed, verification }: AuditStatus, nowMs: number): SealFact[] {
  const doubts: SealFact[] = []
  if (unsealedSince !== null && nowMs - Date.parse(unsealedSince) > longestUnsealedMs)
    doubts.push({ text: 'not sealed since', at: unsealedSince })
  if (sealed?.isSigned === false) doubts.push({ text: 'unsigned', at: null })
  if (verification === null) doubts.push({ text: 'never verified', at: null })
  if (verification?.outcome === 'missing_key') doubts.push({ text: 'signatures not checked', at: null })
  return doubts
}

const verifiedOf = ({ verification }: AuditStatus): SealFact[] =>
  verification === null ? [] : [{ text: 'verified', at: verification.verifiedAt }]
