import { Text } from '@mantine/core'
import type { FactsState } from 'api/client'
import { Notice } from '../../components/feedback/notice.tsx'
import { formatCount } from '../../components/values/format-number.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { formatDateTime, formatRelative } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import classes from './facts-age.module.css'
import { describeFacts, wordsOfFacts } from './facts-words.ts'

export interface FactsAgeProps {
  readonly asOf: FactsState
  /** When the answer arrived, in milliseconds. */
  readonly readAt: number
}

/** How old the numbers are, and what is to be known about them. */
export function FactsAge({ asOf, readAt }: FactsAgeProps) {
  const { lagSeconds, rebuilding, heldBack, error } = asOf
  const now = useNow()
  const { timeZone } = useAccount()
  const at = readAt - lagSeconds * 1000
  return (
    <>
      <Text size="sm" c="dimmed" className={classes.screen}>
        As of {formatRelative(at, now)}, {describeFacts(asOf)}
      </Text>
      <Text size="sm" c="dimmed" className={classes.paper}>
        As of {formatDateTime(at, timeZone)}, {describeFacts(asOf)}
      </Text>
      {error !== null && (
        <Notice tone="bad" title="The numbers do not follow the records">
          The last step failed, and is tried again: {error}
        </Notice>
      )}
      {heldBack > 0 && (
        <Notice
          tone="warn"
          title={heldBack === 1 ? 'One row is held back' : `${formatCount(heldBack)} rows are held back`}
        >
          They could not be computed; their last good version counts.
        </Notice>
      )}
      {rebuilding.length > 0 && (
        <Notice tone="info" title={`Being computed again: ${wordsOfFacts(rebuilding)}`}>
          The former numbers are shown until each is done.
        </Notice>
      )}
    </>
  )
}
