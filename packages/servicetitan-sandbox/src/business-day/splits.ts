import { MOST, SHARES, SPLIT_SHARE } from '../facts/split-shares.ts'
import type { Visit } from './board/visits.ts'
import type { Activity, Office } from './office.ts'

/** Enters how the technicians of a completed job share it, for most jobs of several technicians. */
export function* splitJob(office: Office, { jobId, assigned }: Visit): Activity {
  const technicians = [...new Set(assigned.map(({ technicianId }) => technicianId))].slice(0, MOST)
  const choices = SHARES[technicians.length]
  if (choices === undefined || !office.random.chance(SPLIT_SHARE)) return
  const shares = office.random.pick(choices)
  for (const [slot, technicianId] of technicians.entries())
    yield* office.insert('job-splits', { jobId, technicianId, split: shares[slot] ?? 0 })
}
