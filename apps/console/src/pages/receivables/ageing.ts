import type { ReceivablesReport } from 'api/client'
import { addDecimals } from '../../components/values/decimal.ts'

/** The parts of receivables by the days since an invoice was due, as the API names them: their words. */
export const ageingParts = {
  not_due: 'Not due',
  days_1_30: '1 to 30 days',
  days_31_60: '31 to 60 days',
  days_61_90: '61 to 90 days',
  days_over_90: 'Over 90 days',
} as const

type Ageing = ReceivablesReport['ageing']

/** A part of receivables. */
export interface AgeingPart {
  readonly name: string
  readonly label: string
  /** A decimal; negative if credits are more. */
  readonly amount: string
}

/** The parts, the youngest first. */
export function partsOfAgeing(ageing: Ageing): readonly AgeingPart[] {
  return Object.entries(ageingParts).map(([name, label]) => ({ name, label, amount: ageing[name] ?? '0' }))
}

/** What is overdue: all parts but what is not due. */
export function overdueAmount(ageing: Ageing): string {
  return addDecimals(
    partsOfAgeing(ageing).flatMap(({ name, amount }) => (name === 'not_due' ? [] : [amount])),
  )
}
