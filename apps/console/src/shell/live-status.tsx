import type { LiveState } from '../data/follow-account.ts'
import classes from './live-status.module.css'

const words: Readonly<Record<LiveState, readonly [word: string, tone: string, title: string]>> = {
  connecting: ['Connecting', 'neutral', 'The page is connecting to the change feed.'],
  live: ['Live', 'good', 'Changes appear as soon as they are synced.'],
  waiting: [
    'Reconnecting',
    'warn',
    'The change feed was interrupted. The page reconnects and resumes after the last change.',
  ],
  refused: [
    'Not live',
    'neutral',
    'This key may not read the change feed. The page shows the data of its last load.',
  ],
}

/** Shows whether the page updates live; renders nothing on pages without a change feed. */
export function LiveStatus({ state }: { readonly state: LiveState | undefined }) {
  if (!state) return null
  const [word, tone, title] = words[state]
  return (
    <span className={classes.live} data-tone={tone} title={title} role="status">
      <span className={classes.dot} aria-hidden />
      <span className={classes.word}>{word}</span>
    </span>
  )
}
