import { ApiError } from 'api/client'

/** Explains why a sign-in failed, and what to do. */
export function signInMessage(error: unknown): string {
  if (!(error instanceof ApiError))
    return 'The API cannot be reached. Check the network connection, and that the API is running, then try again.'
  const { status } = error
  if (status === 401)
    return 'This key is unknown, has expired or was revoked. Check that it was pasted completely, or create a new key.'
  if (status === 429) return 'Too many attempts. Wait a minute, then try again.'
  if (status >= 500) return 'The API cannot reach its database at the moment. Try again later.'
  return `The API refused the key: ${error.message}`
}
