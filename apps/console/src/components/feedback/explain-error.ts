import { ApiError } from 'api/client'

export interface Explanation {
  readonly kind: 'offline' | 'sign-in' | 'scope' | 'not-found' | 'away'
  readonly title: string
  /** What to do about it. */
  readonly advice: string
}

const byStatus: Readonly<Record<number, Explanation>> = {
  401: {
    kind: 'sign-in',
    title: 'This API key is no longer accepted',
    advice: 'It was revoked or has expired. Sign in with another key of this account.',
  },
  403: {
    kind: 'scope',
    title: 'This API key may not do that',
    advice: 'It needs another scope: sync to request syncs, admin for records in quarantine.',
  },
  404: {
    kind: 'not-found',
    title: 'There is no such record here',
    advice: 'It may belong to another account, or was never synced. Look for it with the search (press /).',
  },
  429: {
    kind: 'away',
    title: 'Too many requests',
    advice: 'This key has used up its share for the moment. Try again in a minute.',
  },
  503: {
    kind: 'away',
    title: 'The database is away',
    advice: 'The API runs, but cannot reach PostgreSQL. Start it, or wait until it is back.',
  },
  504: {
    kind: 'away',
    title: 'The database took too long',
    advice: 'Request less, a shorter period for example, or try again when it is less busy.',
  },
}

/** What an error means for the person who sees it. */
export function explainError(error: Error): Explanation {
  if (!(error instanceof ApiError)) {
    return {
      kind: 'offline',
      title: 'The API cannot be reached',
      advice:
        'Check the connection, and that the API runs. The page continues automatically when it is back.',
    }
  }
  const { status, problem } = error
  const known = byStatus[status] ?? { kind: 'away', title: problem.title, advice: problem.detail ?? '' }
  if (status < 500 || !problem.requestId) return known
  return { ...known, advice: `${known.advice} The API’s log names this request ${problem.requestId}.` }
}
