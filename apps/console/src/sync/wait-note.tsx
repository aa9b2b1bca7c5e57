import { Text } from '@mantine/core'
import type { SyncState } from 'api/client'
import { useSyncState } from '../data/use-sync-state.ts'
import { useAccount } from '../session/use-accounts.ts'
import { useNow } from '../time/use-now.ts'

/** Time that a worker normally needs to take a request, in milliseconds. */
const usualMs = 5_000

export interface WaitNoteProps {
  /** Since when the request waits, in milliseconds. */
  readonly since: number
  /** Whether a pause of the account delays the request. @default true */
  readonly heedsPause?: boolean
}

/** Says what a request waits for. */
export function WaitNote({ since, heedsPause = true }: WaitNoteProps) {
  const { data } = useSyncState(useAccount())
  const now = useNow()
  const text = data === undefined ? '' : reasonOf(data, { waitedMs: now - since, heedsPause })
  return (
    <Text span size="xs" c="dimmed" role="status">
      {text}
    </Text>
  )
}

function reasonOf(
  { workers, paused }: SyncState,
  { waitedMs, heedsPause }: { readonly waitedMs: number; readonly heedsPause: boolean },
): string {
  if (heedsPause && paused) return 'waits: the account is paused'
  if (workers.alive === 0) return 'waits for a worker'
  return waitedMs >= usualMs ? 'waits for a worker to take it' : ''
}
