import { useMediaQuery } from '@mantine/hooks'
import type { SyncTable } from 'api/client'
import { type ComponentType, lazy, Suspense } from 'react'
import { formatCount } from '../../components/values/format-number.ts'
import classes from './activity.module.css'

/** The chart library is the largest part of the page: the figures do not wait for it, and do without it if it fails. */
const ActivityChart = lazy<ComponentType<{ readonly changes: number[] }>>(() =>
  import('./activity-chart.tsx').catch(() => ({ default: () => null })),
)

/** The number of changed rows in each of the last 24 hours, and their total. */
export function Activity({ hours }: { readonly hours: SyncTable['activity'] }) {
  // A chart in a hidden column has no size.
  const isShown = useMediaQuery('(min-width: 62em)', false, { getInitialValueInEffect: false })
  const changes = hours.map((hour) => hour.changes)
  const total = changes.reduce((sum, count) => sum + count, 0)
  return (
    <span className={classes.activity}>
      <span aria-hidden inert className={classes.chart}>
        <Suspense>{isShown && total > 0 && <ActivityChart changes={changes} />}</Suspense>
      </span>
      {formatCount(total)}
    </span>
  )
}
