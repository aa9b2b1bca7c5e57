import { useMediaQuery } from '@mantine/hooks'
import type { SyncTable } from 'api/client'
import { lazy, Suspense } from 'react'
import { formatCount } from '../../components/values/format-number.ts'
import classes from './activity.module.css'

/** The charts are the largest part of the page: the figures do not wait for them. */
const ActivityChart = lazy(() => import('./activity-chart.tsx'))

/** How many rows changed in each of the last 24 hours, and in all. */
export function Activity({ hours }: { readonly hours: SyncTable['activity'] }) {
  // A chart cannot be measured in a column that is hidden.
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
