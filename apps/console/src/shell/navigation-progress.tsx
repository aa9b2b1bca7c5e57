import { useNavigation } from 'react-router'
import classes from './navigation-progress.module.css'

/** A bar at the top of the screen while the next page is loading; it appears only if that takes noticeable time. */
export function NavigationProgress() {
  if (useNavigation().state === 'idle') return null
  return <div className={classes.bar} role="progressbar" aria-label="Loading the page" />
}
