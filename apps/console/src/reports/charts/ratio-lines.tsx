import '@mantine/charts/styles.css'
import { LineChart } from '@mantine/charts'
import { formatMetric } from '../../components/values/format-metric.ts'
import { chartHeight, dataOf, seriesOf } from './series.ts'

export interface RatioLinesProps {
  /** The lines. */
  readonly series: readonly { readonly label: string }[]
  /** The points of the lines, from left to right. */
  readonly parts: readonly {
    readonly label: string
    /** What is to be known about it. */
    readonly note?: string | undefined
    /** Decimals from 0 to 1, in the order of the series; null: the line is interrupted. */
    readonly values: readonly (string | null)[]
  }[]
}

const axis = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 0 })

/** Lines of ratios. The table next to it has the same numbers. */
export default function RatioLines({ series, parts }: RatioLinesProps) {
  return (
    <LineChart
      h={chartHeight}
      dataKey="label"
      data={dataOf(parts)}
      series={seriesOf(series)}
      valueFormatter={(value) => formatMetric(String(value), 'ratio')}
      yAxisProps={{ width: 60, tickFormatter: (value) => axis.format(value), domain: [0, 'auto'] }}
      curveType="linear"
      connectNulls={false}
      withLegend={series.length > 1}
      accessibilityLayer={false}
    />
  )
}
