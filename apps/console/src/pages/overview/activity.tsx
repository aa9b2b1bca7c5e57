import { useMediaQuery } from '@mantine/hooks'
import type { SyncTable } from 'api/client'
import { lazy, Suspense } from 'react'
import { formatCount } from '../../components/values/format-number.ts'
import classes from './activity.module.css'

/** The chart library is the largest part of the page: the figures do not wait for it. */
const ActivityChart = lazy(() => import('./activity-chart.tsx'))

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
