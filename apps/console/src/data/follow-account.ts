import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { isRefusal } from '../session/is-refusal.ts'
import { sleep } from './sleep.ts'

/** How the change feed of an account stands. */
export type LiveState = 'connecting' | 'live' | 'waiting' | 'refused'

export interface FollowOptions {
  readonly account: Account
  readonly signal: AbortSignal
  readonly onState: (state: LiveState) => void
  /** A row of a resource changed. */
  readonly onChange: (resource: string) => void
  /** Changes may have been missed: everything has to be read again. */
  readonly onGap: () => void
}

/** A feed without any event, heartbeats included, for this long is considered dead. */
const silenceMs = 60_000
const longestWaitMs = 30_000

/** Follows an account's change feed until `signal` aborts; when it breaks, it resumes from the last change. */
export async function followAccount(options: FollowOptions): Promise<void> {
  const { signal, onState } = options
  const position: Position = { after: undefined, failures: 0 }
  while (!signal.aborted) {
    onState('connecting')
    try {
      await readFeed(options, position)
    } catch (error) {
      if (signal.aborted) return
      if (isRefusal(error as Error)) return onState('refused')
    }
    if (signal.aborted) return
    onState('waiting')
    await sleep(Math.min(1000 * 2 ** position.failures, longestWaitMs), signal)
    position.failures += 1
  }
}

interface Position {
  after: string | undefined
  /** Connections in a row that brought nothing. */
  failures: number
}

async function readFeed(
  { account, signal, onState, onChange, onGap }: FollowOptions,
  position: Position,
): Promise<void> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), silenceMs)
  let isOpen = false
  const onAlive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(), silenceMs)
    if (isOpen) return
    isOpen = true
    position.failures = 0
    onState('live')
    if (position.after === undefined) onGap()
  }
  const both = AbortSignal.any([signal, silence.signal])
  try {
    for await (const event of clientOf(account).changes({ after: position.after, signal: both, onAlive })) {
      onAlive()
      if (event.event === 'reset') {
        position.after = event.reset.seq
        onGap()
      } else {
        position.after = event.change.seq
        if (event.change.resource) onChange(event.change.resource)
      }
    }
  } finally {
    clearTimeout(timer)
  }
}
