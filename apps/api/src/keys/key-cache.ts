import { LRUCache } from 'lru-cache'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { TenantAccess } from '../tenant/tenant-access.ts'
import { findKey, touchKey } from './find-key.ts'
import type { ApiKey } from './key-columns.ts'
import { hashSecret, parseKey } from './key-text.ts'
import type { LimitLookUps } from './look-up-limit.ts'
import { type EndReason, readSession } from './sessions/read-session.ts'
import { parseSession } from './sessions/session-text.ts'

export interface KeyCache {
  /**
   * The valid key of a key's or a session's text, or null.
   * @param address of the client; without it, look-ups are not limited
   * @throws {DatabaseUnavailableError}
   * @throws {LookUpLimitError} when the address sent too many unknown keys, and this key is not known
   */
  readonly find: (text: string, address?: string) => Promise<ApiKey | null>
  /** Why the last look-up refused the session of this text; null: it is unknown. */
  readonly endOf: (text: string) => EndReason | null
  /** Looks these keys, and the sessions of them, up again when they are sent next. */
  readonly forget: (isConcerned: (key: ApiKey) => boolean) => void
}

export interface KeyCacheOptions {
  readonly tenants: TenantAccess
  readonly logger: Logger
  readonly limitLookUps: LimitLookUps
  /** How long the result of a look-up is cached, in milliseconds. */
  readonly cacheMs: number
  /** Milliseconds. */
  readonly now: () => number
}

const cacheSize = 10_000
/** The precision of `last_used_at`. */
const touchEveryMs = 60_000

interface Refusal {
  /** Until when the text is not looked up again. */
  readonly until: number
  readonly endedBy: EndReason | null
}

/** What a look-up found: a valid key, or why a session is refused. */
type Found = { readonly key: ApiKey } | { readonly endedBy: EndReason }

/**
 * Looks keys up, also those of sessions, and caches the results briefly: ten requests of one page cost one look-up, and
 * so does a key that is refused again and again. Valid and refused keys are cached apart, so that the latter cannot
 * evict the former.
 */
export function createKeyCache(options: KeyCacheOptions): KeyCache {
  const { tenants, logger, limitLookUps, cacheMs, now } = options
  // A key stays known beyond its time in the cache: it is looked up again, but no longer as an unknown one.
  const keys = new LRUCache<string, { readonly key: ApiKey; readonly until: number }>({ max: cacheSize })
  const refusals = new LRUCache<string, Refusal>({ max: cacheSize })
  const touchedAt = new LRUCache<string, number>({ max: cacheSize })
  const lookUps = new Map<string, Promise<ApiKey | null>>()
  let forgotten = 0
  const touch = (key: ApiKey) => {
    const id = `${key.tenantId}_${key.keyId}`
    if ((touchedAt.get(id) ?? -Infinity) > now() - touchEveryMs) return
    touchedAt.set(id, now())
    // Not awaited: the request must not wait for this.
    tenants
      .write(key, (client) => touchKey(client, key, new Date(now())))
      .catch((error: unknown) => logger.warn({ err: error }, 'The use of a key could not be recorded'))
  }
  const keep = (hash: string, found: Found | null, isOutdated: boolean): ApiKey | null => {
    if (found && 'key' in found) {
      keys.set(hash, { key: found.key, until: isOutdated ? -Infinity : now() + cacheMs })
      return found.key
    }
    keys.delete(hash)
    refusals.set(hash, { until: now() + cacheMs, endedBy: found?.endedBy ?? null })
    return null
  }
  /** Concurrent requests with one key share a look-up. */
  const lookUpOnce = (hash: string, lookUp: () => Promise<Found | null>) => {
    const pending = lookUps.get(hash)
    if (pending) return pending
    // One that began before a key was forgotten may have read it as it was before.
    const before = forgotten
    const started = lookUp()
      .then((found) => keep(hash, found, before !== forgotten))
      .finally(() => lookUps.delete(hash))
    lookUps.set(hash, started)
    return started
  }
  return {
    endOf: (text) => refusals.get(hashOf(text))?.endedBy ?? null,
    forget(isConcerned) {
      forgotten += 1
      // A key may be valid again: its person was activated.
      refusals.clear()
      // A copy: an entry that is set moves to the beginning, and would be met again.
      for (const [hash, { key }] of [...keys.entries()]) {
        // It stays known: its next look-up is not one of an unknown key.
        if (isConcerned(key)) keys.set(hash, { key, until: -Infinity })
      }
    },
    async find(text, address) {
      const secret = secretOf(text)
      if (!secret) return null
      const hash = hashOf(text)
      if ((refusals.get(hash)?.until ?? -Infinity) > now()) return null
      const cached = keys.get(hash)
      const isCurrent = cached !== undefined && cached.until > now() && !isExpired(cached.key, now())
      const lookUp = (isKnown: boolean) =>
        tenants.readKeys(secret.tenantId, (client) => secret.find(client, new Date(now())), isKnown)
      const start = () => {
        if (cached || address === undefined) return lookUp(cached !== undefined)
        return limitLookUps(address, () => lookUp(false))
      }
      const key = isCurrent ? cached.key : await lookUpOnce(hash, start)
      if (key) touch(key)
      return key
    },
  }
}

/** The tenant that a key's or a session's text names, and how to look it up; null: the text is neither. */
function secretOf(text: string): {
  readonly tenantId: string
  readonly find: (client: pg.ClientBase, now: Date) => Promise<Found | null>
} | null {
  const keyText = parseKey(text)
  if (keyText) {
    return {
      tenantId: keyText.tenantId,
      async find(client, now) {
        const key = await findKey(client, keyText, now)
        return key && { key }
      },
    }
  }
  const sessionText = parseSession(text)
  return (
    sessionText && {
      tenantId: sessionText.tenantId,
      async find(client) {
        const session = await readSession(client, 'session', sessionText)
        if (!session) return null
        return session.endedBy === null ? { key: session.key } : { endedBy: session.endedBy }
      },
    }
  )
}

const hashOf = (text: string): string => hashSecret(text).toString('base64')

function isExpired({ expiresAt }: ApiKey, now: number): boolean {
  return expiresAt !== null && expiresAt.getTime() <= now
}
