import type pg from 'pg'
import { connect } from './tenant.ts'

/** Hooks around each statement of a connection, called with its text. */
export interface Steps {
  /** Called before the statement is sent. */
  readonly before?: (text: string) => Promise<void>
  /** Called when PostgreSQL has answered, before the caller gets the answer; `isCommit`: whether it has committed. */
  readonly after?: (text: string, isCommit: boolean) => Promise<void>
}

/** A real connection that can be paused before and after every statement; statements are not pipelined. */
export async function connectStepped(url: string, steps: Steps): Promise<pg.Client> {
  const client = await connect(url)
  const send = client.query.bind(client) as (...values: unknown[]) => Promise<unknown>
  const step = async (...values: unknown[]) => {
    const [first] = values
    const text = typeof first === 'string' ? first : ((first as { text?: string } | undefined)?.text ?? '')
    await steps.before?.(text)
    if (isSubmittable(first)) {
      const { callback } = first
      return new Promise<void>((resolve) => {
        first.callback = async (error, result) => {
          if (!error) await steps.after?.(text, false)
          callback(error, result)
          resolve()
        }
        send(first)
      })
    }
    const result = (await send(...values)) as Partial<pg.QueryResult>
    const isOutside = client.getTransactionStatus() === 'I'
    await steps.after?.(text, isOutside && result.command !== 'SELECT')
    return result
  }
  let last: Promise<unknown> = Promise.resolve()
  const query = (...values: unknown[]) => {
    const answer = last.then(() => step(...values))
    last = answer.catch(() => undefined)
    return answer
  }
  return Object.assign(client, { query })
}

/** A query object with its own `submit` and callback. */
interface Submittable {
  readonly submit: unknown
  callback: (error: unknown, result: unknown) => void
}

const isSubmittable = (query: unknown): query is Submittable =>
  typeof query === 'object' && query !== null && 'submit' in query

/** The pid of the server process of a connection. */
export const pidOf = (client: pg.Client): number =>
  (client as pg.Client & { readonly processID: number }).processID
