import pg from 'pg'

/** The settings by which PostgreSQL ends sessions, by the SQLSTATE that it sends. */
const settingsThatEnd = new Map([
  ['57P05', 'idle_session_timeout'],
  ['25P03', 'idle_in_transaction_session_timeout'],
  ['25P04', 'transaction_timeout'],
])

/**
 * PostgreSQL ended the session, or the connection broke, while no query was running. The message has what PostgreSQL
 * sent and `code` its SQLSTATE, or the code of the system's error.
 * @example
 * if (error instanceof SessionEndedError) logger.warn(error.message)
 */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError'
  readonly code: string | undefined

  constructor(cause: Error) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
    const setting = settingsThatEnd.get(code ?? '')
    super(`The session with PostgreSQL ended: ${cause.message}${setting ? ` (setting ${setting})` : ''}`, {
      cause,
    })
    this.code = code
  }
}

/**
 * A client whose queries are rejected with the reason for which its session ended. The driver reports the reason as an
 * event, which would end the process without a listener, and rejects later queries without it. In pipeline mode the
 * queries of one turn of the event loop are one write to the socket: writes cost more than all else that the driver does.
 * @example
 * const client = new SessionClient({ connectionString: url })
 */
export class SessionClient extends pg.Client {
  #ended: SessionEndedError | null = null
  #isCorked = false

  constructor(config?: string | pg.ClientConfig) {
    super(config)
    this.on('error', (error) => {
      this.#ended ??= new SessionEndedError(error)
    })
  }

  // biome-ignore lint/suspicious/noExplicitAny: it accepts any form of a query.
  override query(...parameters: any[]): any {
    const ended = this.#ended
    if (!ended) this.#cork()
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    if (!ended) return (super.query as (...all: any[]) => any)(...parameters)
    const [statement] = parameters
    if (typeof statement?.handleError === 'function') {
      process.nextTick(() => statement.handleError(ended, null))
      return statement
    }
    const callback = parameters.find((parameter) => typeof parameter === 'function')
    if (!callback) return Promise.reject(ended)
    process.nextTick(() => callback(ended))
  }

  /** Holds what is written back until the end of the turn. */
  #cork(): void {
    if (this.#isCorked) return
    const { stream } = this.connection
    this.#isCorked = true
    stream.cork()
    process.nextTick(() => {
      this.#isCorked = false
      stream.uncork()
    })
  }
}
