import { Skeleton } from '@mantine/core'
import classes from '../shell.module.css'

/** Shown until the code of the first page is loaded. */
export function PageSkeleton() {
  return (
    <div className={classes.shell} aria-busy="true">
      <aside className={classes.sidebar} />
      <div className={classes.column}>
        <div className={classes.bar} />
        <div className={classes.main}>
          <Skeleton height={28} width={220} />
        </div>
      </div>
    </div>
  )
}
