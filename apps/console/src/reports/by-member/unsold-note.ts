import type { MetricsAnswer } from 'api/client'
import { formatCount } from '../../components/values/format-number.ts'
import { isNone } from '../members.ts'

/** What the win rate of a technician leaves out; nothing if each estimate names its seller. */
export function unsoldNotes({ rows }: MetricsAnswer): readonly string[] {
  const unsold = rows.find(({ member }) => member !== null && isNone(member.id))?.values.estimate_win_rate
  const count = Number(unsold?.denominator ?? 0)
  if (count === 0) return []
  return [
    `${formatCount(count)} ${count === 1 ? 'estimate names' : 'estimates name'} no seller: ServiceTitan often names one only once an estimate is sold, so that the win rate of a technician may leave out what was not sold.`,
  ]
}
