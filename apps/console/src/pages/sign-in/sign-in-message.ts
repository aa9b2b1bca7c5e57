import { ApiError, ApiTimeoutError } from 'api/client'

/** Explains why a sign-in failed, and what to do. */
export function signInMessage(error: unknown): string {
  if (error instanceof ApiTimeoutError) return `${error.message} Try again when it responds.`
  if (!(error instanceof ApiError))
    return 'The API cannot be reached. Check the network connection, and that the API is running, then try again.'
  const { status, message } = error
  if (status === 401)
    return /link/.test(message)
      ? `${message} Get another one, or sign in with a key.`
      : 'This key is unknown, has expired or was revoked. Check that it was pasted completely, or create a new key.'
  if (status === 429) return 'Too many attempts. Wait a minute, then try again.'
  if (status >= 500) return 'The API cannot reach its database at the moment. Try again later.'
  return `The API refused to sign this browser in: ${message}`
}
