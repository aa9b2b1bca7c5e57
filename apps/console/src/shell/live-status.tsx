import type { ReactNode } from 'react'
import { type LiveState, silenceMs } from '../data/live/follow-account.ts'
import { formatAge } from '../time/format.ts'
import { useNow } from '../time/use-now.ts'
import classes from './live-status.module.css'

const words: Readonly<
  Record<Exclude<LiveState['status'], 'silent'>, readonly [word: string, tone: string, title: string]>
> = {
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
  if (state.status === 'silent') return <Silent heardAtMs={state.heardAtMs} />
  const [word, tone, title] = words[state.status]
  return (
    <Badge tone={tone} title={title}>
      {word}
    </Badge>
  )
}

/** Screen readers announce each new text, so it changes every ten seconds at most. */
const stepMs = 10_000

function Silent({ heardAtMs }: { readonly heardAtMs: number }) {
  const quietMs = Math.max(silenceMs, useNow(stepMs) - heardAtMs)
  return (
    <Badge
      tone="bad"
      title="The API has sent nothing for this time. The page shows older data; it reconnects by itself and then resumes after the last change."
    >
      No word for {formatAge((Math.floor(quietMs / stepMs) * stepMs) / 1000)}
    </Badge>
  )
}

interface BadgeProps {
  readonly tone: string
  readonly title: string
  readonly children: ReactNode
}

function Badge({ tone, title, children }: BadgeProps) {
  return (
    <span className={classes.live} data-tone={tone} title={title} role="status">
      <span className={classes.dot} aria-hidden />
      <span className={classes.word}>{children}</span>
    </span>
  )
}
