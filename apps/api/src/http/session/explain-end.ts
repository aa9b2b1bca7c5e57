import type { EndReason } from '../../keys/sessions/read-session.ts'

const sessionTexts: Readonly<Record<EndReason, string>> = {
  ended: 'This session was ended by signing out, or by signing in again.',
  expired: 'This session has expired.',
  'key revoked': 'This session was revoked with its API key.',
  'key expired': 'This session has expired with its API key.',
  'person deactivated': 'This session was ended: its person was deactivated.',
}

const codeTexts: Readonly<Record<EndReason, string>> = {
  ended: 'This link was used already; it works only once.',
  expired: 'This link has expired; it works for five minutes.',
  'key revoked': 'The API key of this link was revoked.',
  'key expired': 'The API key of this link has expired.',
  'person deactivated': 'The person of this link was deactivated.',
}

/** Why a session is not valid, for its user. @param reason null: it is unknown */
export function explainEnd(reason: EndReason | null): string {
  return reason === null ? 'This session is not known any more.' : sessionTexts[reason]
}

/** Why a code is not valid, for its user. @param reason null: it is unknown */
export function explainCodeEnd(reason: EndReason | null): string {
  return reason === null ? 'This link is incomplete, or unknown.' : codeTexts[reason]
}
