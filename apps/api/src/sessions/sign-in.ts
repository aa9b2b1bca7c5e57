import type pg from 'pg'
import { type Act, recordEntries } from 'records'
import { newValues } from '../audit/new-values.ts'
import { ProblemError } from '../http/problem.ts'
import { explainCodeEnd } from '../http/session/explain-end.ts'
import type { ApiKey } from '../keys/key-columns.ts'
import { createSession, type NewSession, revokeSession } from '../keys/sessions/manage-sessions.ts'
import { type EndReason, readSession, type Session } from '../keys/sessions/read-session.ts'
import { parseSession, type SessionText } from '../keys/sessions/session-text.ts'
import { takeCode } from '../keys/sessions/sign-in-codes.ts'
import type { TenantAccess } from '../tenant/tenant-access.ts'

/** A new session and its key. */
export interface SignedIn {
  readonly session: NewSession
  readonly key: ApiKey
}

export interface SignInOptions {
  readonly tenants: TenantAccess
  /** The session that the browser has for a tenant; it ends. */
  readonly previousOf: (tenantId: string) => SessionText | null
  /** How long the new session is valid at most. */
  readonly seconds: number
  /** Who signs in, and why, for the audit log. */
  readonly actOf: (key: ApiKey) => Act
}

/** Looks a secret up in a transaction of role `lazi_api` and of one tenant; null: it is unknown. */
export type LookUp = <T>(
  tenantId: string,
  find: (client: pg.ClientBase) => Promise<T | null>,
) => Promise<T | null>

/** Exchanges a valid key for a session. */
export function signInByKey(key: ApiKey, { tenants, ...options }: SignInOptions): Promise<SignedIn> {
  return tenants.write(key, (client) => replaceSession(client, key, options))
}

/** Exchanges a code for a session, once. @throws {ProblemError} 401 when it is unknown, used or expired */
export function signInByCode(text: string, { tenants, ...options }: SignInOptions): Promise<SignedIn> {
  const code = readCode(text)
  return tenants.write({ tenantId: code.tenantId }, async (client) => {
    const { key } = assertValid(await readSession(client, 'code', code))
    if (!(await takeCode(client, code))) throw refused('ended')
    return replaceSession(client, key, options, code.id)
  })
}

async function replaceSession(
  client: pg.ClientBase,
  key: ApiKey,
  { previousOf, seconds, actOf }: Omit<SignInOptions, 'tenants'>,
  codeId?: string,
): Promise<SignedIn> {
  const { tenantId, keyId } = key
  const previous = previousOf(tenantId)
  const isReplaced = previous !== null && (await revokeSession(client, previous))
  const session = await createSession(client, key, seconds)
  const replaces = isReplaced ? previous.id : undefined
  const changes = newValues({ keyId, codeId, expiresAt: session.expiresAt, replaces })
  await recordEntries(client, tenantId, actOf(key), [
    { action: 'login', entity: 'api.sessions', entityId: session.id, changes },
  ])
  return { key, session }
}

/** What a code gives access to; it stays unused. @throws {ProblemError} 401 when it is unknown, used or expired */
export async function describeCode(text: string, lookUp: LookUp): Promise<Session> {
  const code = readCode(text)
  return assertValid(await lookUp(code.tenantId, (client) => readSession(client, 'code', code)))
}

function readCode(text: string): SessionText {
  const code = parseSession(text)
  if (!code) throw refused(null)
  return code
}

function assertValid(code: Session | null): Session {
  if (code?.endedBy !== null) throw refused(code?.endedBy ?? null)
  return code
}

function refused(reason: EndReason | null): ProblemError {
  return new ProblemError(401, explainCodeEnd(reason), { headers: { 'www-authenticate': 'Bearer' } })
}
