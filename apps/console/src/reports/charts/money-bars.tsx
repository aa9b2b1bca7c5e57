import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { formatMetric } from '../../components/values/format-metric.ts'
import { chartHeight, dataOf, seriesOf } from './series.ts'

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

const axis = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', notation: 'compact' })

/** Stacked bars of money. The table next to it has the same numbers. */
export default function MoneyBars({ series, parts }: MoneyBarsProps) {
  return (
    <BarChart
      h={chartHeight}
      type="stacked"
      dataKey="label"
      data={dataOf(parts)}
      series={seriesOf(series)}
      valueFormatter={(value) => formatMetric(String(value), 'money')}
      yAxisProps={{ width: 60, tickFormatter: (value) => axis.format(value) }}
      maxBarWidth={48}
      withLegend={series.length > 1}
      accessibilityLayer={false}
    />
  )
}
