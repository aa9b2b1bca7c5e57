import type { Logger } from 'pino'
import type { TenantAccess } from '../tenant/tenant-access.ts'
import { type ApiKey, findKey, touchKey } from './find-key.ts'
import { hashSecret, parseKey } from './key-text.ts'

export interface KeyCache {
  /** The valid key of this text, or null. @throws {DatabaseUnavailableError} */
  readonly find: (text: string) => Promise<ApiKey | null>
}

export interface KeyCacheOptions {
  readonly tenants: TenantAccess
  readonly logger: Logger
  /** How long a key is cached, in milliseconds. */
  readonly cacheMs: number
  /** Milliseconds. */
  readonly now: () => number
}

const cacheSize = 10_000
/** The precision of `last_used_at`. */
const touchEveryMs = 60_000

/**
 * Looks keys up and caches them briefly: ten requests of one page cost one look-up. Keys that are not found are not
 * cached.
 */
export function createKeyCache({ tenants, logger, cacheMs, now }: KeyCacheOptions): KeyCache {
  const keys = new Map<string, { readonly key: ApiKey; readonly until: number }>()
  const touchedAt = new Map<string, number>()
  const store = (hash: string, key: ApiKey) => {
    keys.delete(hash)
    keys.set(hash, { key, until: now() + cacheMs })
    const [oldest] = keys.keys()
    if (keys.size > cacheSize && oldest !== undefined) keys.delete(oldest)
  }
  const touch = (key: ApiKey) => {
    if ((touchedAt.get(key.keyId) ?? -Infinity) > now() - touchEveryMs) return
    if (touchedAt.size > cacheSize) touchedAt.clear()
    touchedAt.set(key.keyId, now())
    // Not awaited: the request must not wait for this.
    tenants
      .write(key.tenantId, (client) => touchKey(client, key, new Date(now())))
      .catch((error: unknown) => logger.warn({ err: error }, 'The use of a key could not be recorded'))
  }
  return {
    async find(text) {
      const parts = parseKey(text)
      if (!parts) return null
      const hash = hashSecret(text).toString('base64')
      const cached = keys.get(hash)
      const isCurrent = cached && cached.until > now() && !isExpired(cached.key, now())
      const key = isCurrent
        ? cached.key
        : await tenants.readKeys(parts.tenantId, (client) => findKey(client, parts, new Date(now())))
      if (!key) {
        keys.delete(hash)
        return null
      }
      if (!isCurrent) store(hash, key)
      touch(key)
      return key
    },
  }
}

function isExpired({ expiresAt }: ApiKey, now: number): boolean {
  return expiresAt !== null && expiresAt.getTime() <= now
}
