import { formatDuration } from '../lib/duration.ts'
import type { Random } from '../lib/random.ts'
import { TICKS_PER_MINUTE } from '../lib/ticks.ts'

/** The kinds of inbound calls by which no job was booked, with the reasons that the office gives. */
const KINDS = [
  {
    type: 'Unbooked',
    share: 0.34,
    reasons: [
      { id: 6_101, name: 'Price shopping' },
      { id: 6_102, name: 'No appointment soon enough' },
      { id: 6_103, name: 'Wants to ask the spouse' },
      { id: 6_104, name: 'Outside our service area' },
    ],
  },
  {
    type: 'NotLead',
    share: 0.36,
    reasons: [
      { id: 6_201, name: 'Question about an appointment' },
      { id: 6_202, name: 'Billing question' },
      { id: 6_203, name: 'Vendor or solicitor' },
    ],
  },
  {
    type: 'Excused',
    share: 0.12,
    reasons: [
      { id: 6_301, name: 'Service that we do not offer' },
      { id: 6_302, name: 'Duplicate call' },
    ],
  },
] as const

const MEMOS = [
  'Asked for pool heaters',
  'Already spoke with dispatch',
  'Renter, the owner will call',
] as const

const secondsOf = (seconds: number): string => formatDuration((seconds * TICKS_PER_MINUTE) / 60)

/** A phone number of a caller; fictional. */
export const callerOf = (random: Random): string => `918555${String(random.int(10_000)).padStart(4, '0')}`

/** The duration of a call that was answered. */
export const talkOf = (random: Random): string => secondsOf(60 + random.int(540))

/**
 * An inbound call by which no job was booked. In the evening the office often does not answer, so that more callers
 * hang up.
 */
export const unbookedCall = (random: Random, { isEvening }: { isEvening: boolean }) => {
  let choice = random.int(1_000) / 1_000 + (isEvening ? 0.2 : 0)
  for (const { type, share, reasons } of KINDS) {
    choice -= share
    if (choice >= 0) continue
    const excuseMemo = type === 'Excused' ? random.pick(MEMOS) : ''
    return {
      type,
      reason: random.pick<{ id: number; name: string }>(reasons),
      duration: talkOf(random),
      excuseMemo,
    }
  }
  return { type: 'Abandoned', reason: null, duration: secondsOf(5 + random.int(50)), excuseMemo: '' }
}
