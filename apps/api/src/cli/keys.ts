import { type Env, exitCode, notice, printResult, renderTable, UsageError, wholeNumber } from 'cli-kit'
import { addTenantCommand, inTransaction, readTenantId, selectTenant } from 'cli-kit/postgres'
import { commandAct, type ReasonOptions, recordEntries } from 'records'
import { newValues } from '../audit/new-values.ts'
import { formatKey } from '../keys/key-text.ts'
import { createKey, type ListedKey, listKeys, revocationOf, revokeKeys } from '../keys/manage-keys.ts'
import { type Scope, scopes } from '../keys/scope.ts'
import { formatSession } from '../keys/sessions/session-text.ts'
import { createCode } from '../keys/sessions/sign-in-codes.ts'
import { assertActive, readPersonId } from './people.ts'
import { withManager } from './with-manager.ts'

interface TenantOptions {
  readonly json?: boolean
  readonly tenant?: string
}

export interface CreateOptions extends TenantOptions, ReasonOptions {
  readonly name: string
  /** Scopes with commas in between. @default read */
  readonly scope?: string
  /** The person whose key it is. @default none, the key of an app */
  readonly person?: string
  readonly expiresInDays?: string
}

/** `api keys create`: prints the key, which cannot be shown again. @throws {UsageError} */
export async function keysCreate(options: CreateOptions, env: Env, now: Date): Promise<number> {
  const owner = readOwner(options)
  const expiresAt = readExpiry(options.expiresInDays, now)
  const name = options.name.trim()
  if (name === '') throw new UsageError('--name must not be empty.')
  const act = commandAct(options, now)
  return withManager(env, async (client) => {
    const tenantId = await selectTenant(client, options.tenant)
    const values = { name, ...owner, expiresAt }
    const created = await inTransaction(client, async () => {
      await assertActive(client, tenantId, owner.personId)
      const created = await createKey(client, { tenantId, ...values })
      if (!created)
        throw new UsageError(`Tenant ${tenantId} does not exist. Add it with: ${addTenantCommand(tenantId)}`)
      const entry = { action: 'create', entity: 'api.keys', entityId: created.keyId } as const
      const { personId, ...rest } = values
      const changes = newValues({ ...rest, personId: personId ?? undefined })
      await recordEntries(client, tenantId, act, [{ ...entry, changes }])
      return created
    })
    const key = formatKey({ tenantId, ...created })
    const { keyId } = created
    printResult(options, { ok: true, key, tenantId, keyId, ...values }, key)
    notice('Store the key now: only its hash is saved, and it cannot be shown again.')
    return exitCode.done
  })
}

/** `api keys list`. */
export async function keysList(options: TenantOptions, env: Env, now: Date): Promise<number> {
  const tenantId = options.tenant === undefined ? null : readTenantId(options.tenant)
  return withManager(env, async (client) => {
    const keys = (await listKeys(client, tenantId)).map((key) => ({ ...key, status: statusOf(key, now) }))
    printResult(options, { ok: true, keys }, renderKeys(keys))
    return exitCode.done
  })
}

export type RevokeOptions = TenantOptions & ReasonOptions

/** `api keys revoke <id...>`. @throws {UsageError} when an id is invalid or unknown */
export async function keysRevoke(
  ids: readonly string[],
  options: RevokeOptions,
  env: Env,
  now: Date,
): Promise<number> {
  const wrong = wrongIds(ids)
  if (wrong.length > 0) throw new UsageError(`${wrong.join(', ')}: not a key id; see: pnpm api keys list`)
  const act = commandAct(options, now)
  return withManager(env, async (client) => {
    const tenantId = await selectTenant(client, options.tenant)
    const found = await inTransaction(client, async () => {
      const { found, revoked } = await revokeKeys(client, tenantId, ids, now)
      const entries = revoked.map((keyId) => revocationOf(keyId, now))
      await recordEntries(client, tenantId, act, entries)
      return found
    })
    const missing = ids.filter((id) => !found.includes(id))
    if (missing.length > 0) throw new UsageError(`Tenant ${tenantId} has no key ${missing.join(', ')}.`)
    printResult(options, { ok: true, tenantId, revoked: found }, `Revoked: ${found.join(', ')}.`)
    return exitCode.done
  })
}

export interface LinkOptions extends TenantOptions, ReasonOptions {
  readonly url?: string
}

/** `api keys link <id>`: prints a link that signs one browser in to the console. @throws {UsageError} */
export async function keysLink(keyId: string, options: LinkOptions, env: Env, now: Date): Promise<number> {
  const [wrong] = wrongIds([keyId])
  if (wrong !== undefined) throw new UsageError(`${wrong}: not a key id; see: api keys list`)
  const act = commandAct(options, now)
  const consoleUrl = readConsoleUrl(options.url ?? `http://127.0.0.1:${env.API_PORT || 8080}`)
  return withManager(env, async (client) => {
    const tenantId = await selectTenant(client, options.tenant)
    const code = await inTransaction(client, async () => {
      const code = await createCode(client, { tenantId, keyId })
      if (!code) throw new UsageError(`Tenant ${tenantId} has no valid key ${keyId}; see: api keys list`)
      const entry = { action: 'create', entity: 'api.sign_in_codes', entityId: code.id } as const
      const changes = newValues({ keyId, expiresAt: code.expiresAt })
      await recordEntries(client, tenantId, act, [{ ...entry, changes }])
      return code
    })
    const text = formatSession(code)
    const url = `${consoleUrl}/#code=${text}`
    const { expiresAt } = code
    printResult(options, { ok: true, url, code: text, tenantId, keyId, expiresAt }, url)
    notice('The link signs one browser in, once, within five minutes.')
    return exitCode.done
  })
}

function wrongIds(ids: readonly string[]): string[] {
  return ids.filter((id) => !/^\d{1,18}$/.test(id))
}

/** @returns the console's address without a slash at its end */
function readConsoleUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (
    url &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username
  )
    return url.origin
  throw new UsageError(`--url ${text} is not the address of a console, such as https://data.example.com`)
}

/** Scopes with commas in between. @throws {UsageError} for an unknown one */
function readScopes(text: string): readonly Scope[] {
  return [...new Set(text.split(','))].map((name) => {
    const scope = scopes.find((known) => known === name.trim())
    if (scope) return scope
    throw new UsageError(`Unknown scope ${name.trim()}. Choose from: ${scopes.join(', ')}.`)
  })
}

/** The owner of a new key. @throws {UsageError} when an option does not fit the other */
function readOwner({ person, scope }: CreateOptions): { personId: string | null; scopes: readonly Scope[] } {
  if (person === undefined) return { personId: null, scopes: readScopes(scope ?? 'read') }
  if (scope !== undefined)
    throw new UsageError('--scope is for keys of apps: what a person may do is said by their role.')
  return { personId: readPersonId(person), scopes: [] }
}

const dayMs = 86_400_000

function readExpiry(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null
  const days = wholeNumber(text, { min: 1, max: 36_500 })
  if (days !== null) return new Date(now.getTime() + days * dayMs)
  throw new UsageError('--expires-in-days is not a whole number from 1 to 36500.')
}

function statusOf(
  { revokedAt, expiresAt, person }: ListedKey,
  now: Date,
): 'valid' | 'revoked' | 'expired' | 'deactivated' {
  if (revokedAt) return 'revoked'
  if (expiresAt && expiresAt <= now) return 'expired'
  return person?.isActive === false ? 'deactivated' : 'valid'
}

function renderKeys(keys: readonly (ListedKey & { status: string })[]): string {
  if (keys.length === 0) return 'No keys yet. Create one with: pnpm api keys create --name board'
  return renderTable(
    ['tenant', 'key', 'name', 'person', 'scope or role', 'status', 'last used', 'expires'],
    keys.map((key) => [
      key.tenantId,
      key.keyId,
      key.name,
      key.person?.name ?? '',
      key.person?.role ?? key.scopes.join(' '),
      key.status,
      key.lastUsedAt?.toISOString() ?? 'never',
      key.expiresAt?.toISOString() ?? 'never',
    ]),
  )
}
