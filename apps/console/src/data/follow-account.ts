import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { isRefusal } from '../session/is-refusal.ts'
import { sleep } from './sleep.ts'

/** The connection state of an account's change feed. */
export type LiveState = 'connecting' | 'live' | 'waiting' | 'refused'

export interface FollowOptions {
  readonly account: Account
  readonly signal: AbortSignal
  readonly onState: (state: LiveState) => void
  /** A row of a resource changed. */
  readonly onChange: (resource: string) => void
  /** Changes may have been missed: all data must be read again. */
  readonly onGap: () => void
}

/** A feed that sends neither an event nor a heartbeat for this long is considered broken. */
const silenceMs = 60_000
const maxWaitMs = 30_000

/** Follows an account's change feed until `signal` aborts; when the feed breaks, resumes after the last change. */
export async function followAccount(options: FollowOptions): Promise<void> {
  const { signal, onState } = options
  const position: Position = { after: undefined, retries: 0 }
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
    await sleep(Math.min(1000 * 2 ** position.retries, maxWaitMs), signal)
    position.retries += 1
  }
}

interface Position {
  after: string | undefined
  /** The number of reconnections since the feed was last open. */
  retries: number
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
    position.retries = 0
    onState('live')
    if (position.after === undefined) onGap()
  }
  const eitherSignal = AbortSignal.any([signal, silence.signal])
  try {
    for await (const event of clientOf(account).changes({
      after: position.after,
      signal: eitherSignal,
      onAlive,
    })) {
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
