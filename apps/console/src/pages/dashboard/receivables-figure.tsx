import { VisuallyHidden } from '@mantine/core'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { describeFormer, formatMetric } from '../../components/values/format-metric.ts'
import { useReceivables } from '../../data/use-metrics.ts'
import { wordsOfFacts } from '../../reports/facts/facts-words.ts'
import { Figure } from '../../reports/figures/figures.tsx'
import { earlierDay } from '../../reports/period/report-period.ts'
import { waitingFor } from '../../session/is-refusal.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { addDays, formatCalendarDate } from '../../time/local-day.ts'

type Period = { readonly from: string; readonly to: string }

export interface ReceivablesFigureProps {
  readonly period: Period
  readonly comparedWith: Period | null
  /** The tenant's day. */
  readonly today: string
}

/** What is still to be paid at the end of the period or of today, and what was at the end of the period compared with. */
export function ReceivablesFigure({ period, comparedWith, today }: ReceivablesFigureProps) {
  const account = useAccount()
  const on = earlierDay(addDays(period.to, -1), today)
  const formerOn = comparedWith && addDays(comparedWith.to, -1)
  const query = useReceivables(account, on)
  const former = useReceivables(account, formerOn ?? on, { isFormer: true })
  const missing = waitingFor(query.error)
  const total = missing ? null : (query.data?.answer.total ?? null)
  const before = formerOn === null ? undefined : former.data?.answer.total
  return (
    <Figure
      label={on === today ? 'Receivables today' : `Receivables on ${formatCalendarDate(on)}`}
      note={
        missing
          ? `waits for ${wordsOfFacts(missing)}`
          : describeFormer(total, before, 'money').join(' · ') || undefined
      }
    >
      <TenantLink to={on === today ? '/receivables' : `/receivables?on=${on}`}>
        {formatMetric(total, 'money')}
        <VisuallyHidden> Receivables</VisuallyHidden>
      </TenantLink>
    </Figure>
  )
}
