import { ApiError } from 'api/client'

/** Why a key did not open its account, and what to do. */
export function signInMessage(error: unknown): string {
  if (!(error instanceof ApiError))
    return 'The API cannot be reached: check the connection, and that the API runs, and try again.'
  const { status } = error
  if (status === 401)
    return 'This key is unknown, has expired or was revoked. Check that it was pasted whole, or make a new one.'
  if (status === 429) return 'Too many tries: wait a minute and try again.'
  if (status >= 500) return 'The API has no database at the moment. Try again in a while.'
  return `The API refused the key: ${error.message}`
}
