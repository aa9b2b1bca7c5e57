import { explainEnd } from '../http/session/explain-end.ts'
import { readSession } from '../keys/sessions/read-session.ts'
import type { SessionText } from '../keys/sessions/session-text.ts'
import { meOf } from '../me/me-of.ts'
import type { EndedSession, SessionBody, Sessions } from './session-schemas.ts'
import type { LookUp } from './sign-in.ts'

/** The sessions of a browser, valid or not. One after another, so that they take one connection. */
export async function readSessions(lookUp: LookUp, texts: readonly SessionText[]): Promise<Sessions> {
  const sessions: SessionBody[] = []
  const ended: EndedSession[] = []
  for (const text of texts) {
    const { tenantId } = text
    const session = await lookUp(tenantId, (client) => readSession(client, 'session', text))
    if (session?.endedBy === null) {
      sessions.push({ ...meOf(session.key), expiresAt: session.expiresAt.toISOString() })
    } else {
      ended.push({ tenantId, reason: explainEnd(session?.endedBy ?? null) })
    }
  }
  return { sessions, ended }
}
