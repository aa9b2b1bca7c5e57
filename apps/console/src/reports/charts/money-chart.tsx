import { type ComponentType, lazy, Suspense } from 'react'
import type { MoneyBarsProps } from './money-bars.tsx'
import classes from './money-chart.module.css'

/** The chart library is the largest part of a page: the table does not wait for it, and does without it if it fails. */
const MoneyBars = lazy<ComponentType<MoneyBarsProps>>(() =>
  import('./money-bars.tsx').catch(() => ({ default: () => null })),
)

/** A chart of money: a picture of the table next to it, and hidden from assistive technology. */
export function MoneyChart({ series, parts }: MoneyBarsProps) {
  return (
    <div aria-hidden className={classes.chart}>
      <Suspense>
        <MoneyBars series={series} parts={parts} />
      </Suspense>
    </div>
  )
}
