import { type ComponentType, lazy, Suspense } from 'react'
import classes from './money-chart.module.css'

export interface MoneyChartProps {
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

/** The chart library is the largest part of a page: the table does not wait for it, and does without it if it fails. */
const MoneyBars = lazy<ComponentType<MoneyChartProps>>(() =>
  import('./money-bars.tsx').catch(() => ({ default: () => null })),
)

/** A chart of money: a picture of the table next to it, and hidden from assistive technology. */
export function MoneyChart({ series, parts }: MoneyChartProps) {
  return (
    <div aria-hidden className={classes.chart}>
      <Suspense>
        <MoneyBars series={series} parts={parts} />
      </Suspense>
    </div>
  )
}
