import { heartbeatMs } from 'api/client'
import type { Account } from '../../session/account.ts'
import { clientOf } from '../../session/client-of.ts'
import { isRefusal } from '../../session/is-refusal.ts'
import { sleep } from './sleep.ts'

/** The state of an account's change feed. */
export interface LiveState {
  /** `silent`: nothing was received for two heartbeats, whatever the state of the connection is. */
  readonly status: 'connecting' | 'live' | 'waiting' | 'silent' | 'refused'
  /** When the silence began, in milliseconds: when the feed sent its last word, or was first requested. */
  readonly heardAtMs: number
}

export interface FollowOptions {
  readonly account: Account
  readonly signal: AbortSignal
  readonly onState: (state: LiveState) => void
  /** The feed was opened, or sent a heartbeat. */
  readonly onAlive: () => void
  /** A record of a resource changed, or all of them. */
  readonly onChange: (resource: string) => void
  /** Changes may have been missed: all data must be read again. */
  readonly onGap: () => void
}

/** A feed that sends neither an event nor a heartbeat for this long is silent, and its connection is given up. */
export const silenceMs = 2 * heartbeatMs
const maxWaitMs = 10_000

/** Follows an account's change feed until `signal` aborts; when the feed breaks, resumes after the last change. */
export async function followAccount(options: FollowOptions): Promise<void> {
  const { signal } = options
  const silence = new Silence(options.onState)
  const position: Position = { after: undefined, retries: 0 }
  while (!signal.aborted) {
    silence.report('connecting')
    try {
      await readFeed(options, position, silence)
    } catch (error) {
      if (!signal.aborted && isRefusal(error as Error)) silence.report('refused')
      if (signal.aborted || isRefusal(error as Error)) break
    }
    silence.report('waiting')
    await sleep(Math.min(1000 * 2 ** position.retries, maxWaitMs), signal)
    position.retries += 1
  }
  silence.end()
}

interface Position {
  after: string | undefined
  /** The number of reconnections since the feed was last open. */
  retries: number
}

async function readFeed(
  { account, signal, onAlive, onChange, onGap }: FollowOptions,
  position: Position,
  silence: Silence,
): Promise<void> {
  let isOpen = false
  const open = () => {
    isOpen = true
    position.retries = 0
    silence.report('live')
    if (position.after === undefined) onGap()
  }
  const eitherSignal = AbortSignal.any([signal, silence.nextConnection()])
  for await (const event of clientOf(account).changes({
    after: position.after,
    signal: eitherSignal,
    onAlive: () => {
      silence.hear()
      if (!isOpen) open()
      onAlive()
    },
  })) {
    silence.hear()
    if (event.event === 'reset') {
      position.after = event.reset.position
      onGap()
    } else {
      position.after = event.change.position
      if (event.change.resource) onChange(event.change.resource)
    }
  }
}

/** Measures how long a feed has been silent, over all of its connections, and reports the feed's state. */
class Silence {
  readonly #onState: (state: LiveState) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #connection = new AbortController()
  #heardAtMs = Date.now()
  #isSilent = false

  constructor(onState: (state: LiveState) => void) {
    this.#onState = onState
    this.#restart()
  }

  /** The feed sent something. */
  hear(): void {
    this.#heardAtMs = Date.now()
    this.#isSilent = false
    this.#restart()
  }

  /** Attempts to connect do not end the silence. */
  report(status: Exclude<LiveState['status'], 'silent'>): void {
    const isAttempt = status === 'connecting' || status === 'waiting'
    this.#onState({ status: isAttempt && this.#isSilent ? 'silent' : status, heardAtMs: this.#heardAtMs })
  }

  /** A signal that aborts when the connection that begins now is silent for too long. */
  nextConnection(): AbortSignal {
    this.#connection = new AbortController()
    // Once the silence is reported, each connection gets its full time.
    if (this.#isSilent) this.#restart()
    return this.#connection.signal
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  #restart(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#isSilent = true
      this.#onState({ status: 'silent', heardAtMs: this.#heardAtMs })
      this.#connection.abort()
      this.#restart()
    }, silenceMs)
  }
}
