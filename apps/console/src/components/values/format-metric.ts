import type { MetricDefinition } from 'api/client'
import { shareOfDifference, subtractDecimals } from './decimal.ts'
import { formatMoney, formatQuantity } from './format-number.ts'

type Unit = MetricDefinition['unit']

const oneDigit = { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 } as const
const percents = new Intl.NumberFormat('en-US', oneDigit)
const signedPercents = new Intl.NumberFormat('en-US', { ...oneDigit, signDisplay: 'exceptZero' })
const hours = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const signedHours = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, signDisplay: 'exceptZero' })
const signedCounts = new Intl.NumberFormat('en-US', { signDisplay: 'exceptZero' })
const signedMoney = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  signDisplay: 'exceptZero',
})

/**
 * The value of a metric: `12,345`, `$1,234.50`, `33.3%` or `12.5 h`, from the digits of the decimal and rounded half away from zero;
 * a dash where it has none.
 */
export function formatMetric(value: string | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return '–'
  if (unit === 'money') return formatMoney(value)
  if (unit === 'ratio') return percents.format(value as `${number}`)
  return unit === 'minutes' ? `${hours.format(Number(value) / 60)} h` : formatQuantity(value)
}

/**
 * How a value differs from its former one: `+$200.00 (+25.0%)`, `-3 (-1.2%)`, and `+1.2 points` of a ratio; undefined
 * where one of them is missing.
 */
export function formatDifference(
  value: string | null,
  former: string | null | undefined,
  unit: Unit,
): string | undefined {
  if (value === null || former === null || former === undefined) return undefined
  const difference = subtractDecimals(value, former) as `${number}`
  if (unit === 'ratio') return signedPercents.format(difference).replace('%', ' points')
  const text =
    unit === 'minutes'
      ? `${signedHours.format(Number(difference) / 60)} h`
      : (unit === 'money' ? signedMoney : signedCounts).format(difference)
  const share = shareOfDifference(value, former)
  return share === null ? text : `${text} (${signedPercents.format(share as `${number}`)})`
}

/** The former value of a metric, and the difference: `$800.00 before`, `+$200.00 (+25.0%)`; nothing if it is not compared. */
export function describeFormer(
  value: string | null,
  former: string | null | undefined,
  unit: Unit,
): readonly string[] {
  if (former === undefined) return []
  if (former === null) return ['no value before']
  const difference = formatDifference(value, former, unit)
  const before = `${formatMetric(former, unit)} before`
  return difference === undefined ? [before] : [before, difference]
}
