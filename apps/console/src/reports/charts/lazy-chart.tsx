import { type ComponentType, lazy, Suspense } from 'react'
import classes from './lazy-chart.module.css'

/**
 * A chart: a picture of the table next to it, and hidden from assistive technology. The chart library is the largest part
 * of a page: the table does not wait for it, and does without it if it fails.
 */
export function lazyChart<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  const Chart = lazy<ComponentType<Props>>(() => load().catch(() => ({ default: () => null })))
  return function LazyChart(props: Props) {
    return (
      <div aria-hidden className={classes.chart}>
        <Suspense>
          <Chart {...props} />
        </Suspense>
      </div>
    )
  }
}
