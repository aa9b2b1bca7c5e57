import { ApiError, ApiTimeoutError } from 'api/client'
import { waitingFor } from '../../session/is-refusal.ts'

export interface Explanation {
  readonly kind: 'offline' | 'scope' | 'not-found' | 'unavailable'
  readonly title: string
  /** What the user can do about the error. */
  readonly advice: string
}

// Not 401: an account whose session is refused is signed out, wherever its data was shown.
const byStatus: Readonly<Record<number, Explanation>> = {
  403: {
    kind: 'scope',
    title: 'This API key lacks the required scope',
    advice: 'Requesting syncs needs the scope sync; records in quarantine need the scope admin.',
  },
  404: {
    kind: 'not-found',
    title: 'Not found in this account',
    advice: 'The record may belong to another account, or may not be synced yet. Search for it (press /).',
  },
  429: {
    kind: 'unavailable',
    title: 'Too many requests',
    advice: 'This key has reached its rate limit. Try again in a minute.',
  },
  503: {
    kind: 'unavailable',
    title: 'The database is unavailable',
    advice:
      'The API is running, but cannot connect to PostgreSQL. Start PostgreSQL, or wait until it is available.',
  },
  504: {
    kind: 'unavailable',
    title: 'The database query timed out',
    advice: 'Request less data, such as a shorter period, or try again when the database is less busy.',
  },
}

/** Explains an error to the user in one line. */
export function explainInOneLine(error: Error): string {
  const { title, advice } = explainError(error)
  return advice ? `${title}: ${advice}` : title
}

/** Explains an error to the user. */
export function explainError(error: Error): Explanation {
  if (error instanceof ApiTimeoutError) {
    return {
      kind: 'unavailable',
      title: 'The API does not respond',
      advice: `It sent no answer for ${error.timeoutMs / 1000} s: it may be overloaded, or its host may hang. The page resumes when it responds.`,
    }
  }
  if (!(error instanceof ApiError)) {
    return {
      kind: 'offline',
      title: 'The API cannot be reached',
      advice:
        'Check the network connection, and that the API is running. The page resumes when the API is reachable.',
    }
  }
  const { status, problem } = error
  const tables = waitingFor(error)
  if (tables) {
    return {
      kind: 'unavailable',
      title: 'Not complete yet',
      advice: `LAZI’s records are being filled from the cache. Missing: ${tables.join(', ')}.`,
    }
  }
  if (problem.knownSince !== undefined) {
    return {
      kind: 'not-found',
      title: 'The history does not reach back so far',
      advice: problem.detail ?? '',
    }
  }
  const known = byStatus[status] ?? {
    kind: 'unavailable',
    title: problem.title,
    advice: problem.detail ?? '',
  }
  if (status === 403) return { ...known, advice: problem.detail ?? known.advice }
  if (status < 500 || !problem.requestId) return known
  return { ...known, advice: `${known.advice} The request id in the API’s log is ${problem.requestId}.` }
}
