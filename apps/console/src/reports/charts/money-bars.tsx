import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { formatMetric } from '../../components/values/format-metric.ts'

export interface MoneyBarsProps {
  /** What has a colour of its own. */
  readonly series: readonly { readonly label: string }[]
  /** The bars, from left to right. */
  readonly parts: readonly {
    readonly label: string
    /** What is to be known about it. */
    readonly note?: string | undefined
    /** Decimals, in the order of the series. */
    readonly values: readonly string[]
  }[]
}

const colors = ['ink.6', 'teal.6', 'orange.6', 'grape.6', 'cyan.6', 'lime.7', 'pink.6', 'gray.5']

const axis = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', notation: 'compact' })

/** Stacked bars of money. The table next to it has the same numbers. */
export default function MoneyBars({ series, parts }: MoneyBarsProps) {
  return (
    <BarChart
      h={260}
      type="stacked"
      dataKey="label"
      data={parts.map(({ label, note, values }) => ({
        label: note === undefined ? label : `${label} (${note})`,
        // The lengths of bars only: the numbers themselves stay decimals.
        ...Object.fromEntries(values.map((value, place) => [keyOf(place), Number(value)])),
      }))}
      // A name may contain a dot, which would be a path within the data.
      series={series.map(({ label }, place) => ({
        name: keyOf(place),
        label,
        color: colors[place % colors.length] ?? 'ink.6',
      }))}
      valueFormatter={(value) => formatMetric(String(value), 'money')}
      yAxisProps={{ width: 60, tickFormatter: (value) => axis.format(value) }}
      maxBarWidth={48}
      withLegend={series.length > 1}
      accessibilityLayer={false}
    />
  )
}

const keyOf = (place: number) => `series${place}`
