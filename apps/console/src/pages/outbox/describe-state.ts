import type { Tone } from '../../components/values/tone.ts'
import type { DifferingRecord } from '../../data/use-exchange.ts'
import { changedKinds } from '../../records/history/describe-change.ts'

/** What becomes of a record's changes, such as `Failed: the name is too long`. */
export function describeState(record: DifferingRecord): { readonly tone: Tone; readonly text: string } {
  switch (record.state) {
    case 'pending':
      return { tone: 'info', text: withReason('Pending', record.error) }
    case 'sending':
      return { tone: 'info', text: 'Sending' }
    case 'unknown':
      return { tone: 'warn', text: 'Unknown: ServiceTitan has not answered, and is asked within minutes' }
    case 'blocked':
      return { tone: 'warn', text: `Blocked by ${blockerOf(record.blockedBy)}` }
    case 'failed':
      return { tone: 'bad', text: withReason('Failed', reasonOf(record)) }
  }
}

const withReason = (state: string, reason: string | null) => (reason ? `${state}: ${reason}` : state)

function reasonOf({ failedFields, error }: DifferingRecord): string | null {
  const reasons = [...new Set(Object.values(failedFields))]
  return reasons.length > 0 ? reasons.join('; ') : error
}

/** What a record waits for: `customers/<id>` is the customer that is to be created first. */
function blockerOf(blockedBy: string | null): string {
  if (blockedBy === null) return 'something that is not known'
  if (blockedBy === 'conflict') return 'a conflict'
  const [table] = blockedBy.split('/')
  const [noun] = changedKinds[`lazi.${table}`] ?? []
  return noun === undefined ? blockedBy : `a ${noun} that ServiceTitan does not have yet`
}
