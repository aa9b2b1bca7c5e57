import pg from 'pg'

/** What the connections of this process sent since the recording began. */
export interface SqlRecording {
  /** The texts of each session, in the order of sending. */
  readonly sessions: readonly (readonly string[])[]
  /** The different texts. */
  readonly texts: ReadonlySet<string>
  /** The source files that sent them, as URLs or paths. */
  readonly senders: ReadonlySet<string>
  /** Ends the recording. */
  readonly stop: () => void
}

/**
 * Records every SQL text that this process sends to PostgreSQL, without its parameters.
 * @param isWanted whether a session with this application name is recorded @default all are
 * @example
 * ```ts
 * const recording = recordSql((applicationName) => applicationName === 'lazi-api')
 * await work()
 * recording.stop()
 * console.log(recording.texts)
 * ```
 */
export function recordSql(
  isWanted: (applicationName: string | undefined) => boolean = () => true,
): SqlRecording {
  const sessions = new Map<pg.Client, string[]>()
  const texts = new Set<string>()
  const senders = new Set<string>()
  const stops = [
    before(pg.Client.prototype, (client: pg.Client, query) => {
      const text = textOf(query)
      if (text === undefined || !isWanted(applicationNameOf(client))) return
      texts.add(text)
      const session = sessions.get(client)
      if (session) session.push(text)
      else sessions.set(client, [text])
      for (const file of callers()) senders.add(file)
    }),
    // A pool sends when it has a connection: then its caller is not on the stack.
    before(pg.Pool.prototype, (pool: pg.Pool) => {
      if (!isWanted(pool.options.application_name)) return
      for (const file of callers()) senders.add(file)
    }),
  ]
  return {
    texts,
    senders,
    get sessions() {
      return [...sessions.values()]
    },
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}

/** Calls `note` before each call of `query`. @returns a function that ends this */
function before<T extends { query: unknown }>(
  prototype: T,
  note: (self: T, query: unknown) => void,
): () => void {
  const query = prototype.query as (...args: unknown[]) => unknown
  const noting = function (this: T, ...args: unknown[]) {
    note(this, args[0])
    return query.apply(this, args)
  }
  Object.assign(prototype, { query: noting })
  return () => void Object.assign(prototype, { query })
}

/** A text, or an object that has one: a prepared statement, a query of our own. */
function textOf(query: unknown): string | undefined {
  return typeof query === 'string' ? query : (query as { text?: string } | undefined)?.text
}

function applicationNameOf(client: pg.Client): string | undefined {
  const { connectionParameters } = client as { connectionParameters?: { application_name?: string } }
  return connectionParameters?.application_name
}

/** The files on the stack, without line numbers. */
function callers(): string[] {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 30
  const lines = new Error().stack?.split('\n') ?? []
  Error.stackTraceLimit = stackTraceLimit
  return lines.flatMap((line) => /((?:file:\/\/)?\/[^()]*\.ts)/.exec(line)?.[1] ?? [])
}
