import type { Logger } from 'pino'
import type { TenantAccess } from '../tenant/tenant-access.ts'
import { type ApiKey, findKey, touchKey } from './find-key.ts'
import { hashSecret, parseKey } from './key-text.ts'

export interface KeyRing {
  /** The key that a text stands for, or null. @throws {DatabaseAwayError} */
  readonly find: (text: string) => Promise<ApiKey | null>
}

export interface KeyRingOptions {
  readonly tenants: TenantAccess
  readonly logger: Logger
  /** How long a key that was looked up is believed, in milliseconds. */
  readonly cacheMs: number
  /** Milliseconds. */
  readonly now: () => number
}

const cacheSize = 10_000
/** `last_used_at` is true to this. */
const touchEveryMs = 60_000

/**
 * Looks keys up, and caches each for a moment: a page that sends ten requests concurrently costs one look-up. Keys that are
 * not found are not remembered.
 */
export function createKeyRing({ tenants, logger, cacheMs, now }: KeyRingOptions): KeyRing {
  const found = new Map<string, { readonly key: ApiKey; readonly until: number }>()
  const touchedAt = new Map<string, number>()
  const remember = (hash: string, key: ApiKey) => {
    found.delete(hash)
    found.set(hash, { key, until: now() + cacheMs })
    const [oldest] = found.keys()
    if (found.size > cacheSize && oldest !== undefined) found.delete(oldest)
  }
  const touch = (key: ApiKey) => {
    if ((touchedAt.get(key.keyId) ?? -Infinity) > now() - touchEveryMs) return
    if (touchedAt.size > cacheSize) touchedAt.clear()
    touchedAt.set(key.keyId, now())
    // The request does not wait for it.
    tenants
      .write(key.tenantId, (client) => touchKey(client, key, new Date(now())))
      .catch((error: unknown) => logger.warn({ err: error }, 'The use of a key could not be noted'))
  }
  return {
    async find(text) {
      const parts = parseKey(text)
      if (!parts) return null
      const hash = hashSecret(text).toString('base64')
      const known = found.get(hash)
      const isGood = known && known.until > now() && !isExpired(known.key, now())
      const key = isGood
        ? known.key
        : await tenants.readKeys(parts.tenantId, (client) => findKey(client, parts, new Date(now())))
      if (!key) {
        found.delete(hash)
        return null
      }
      if (!isGood) remember(hash, key)
      touch(key)
      return key
    },
  }
}

function isExpired({ expiresAt }: ApiKey, now: number): boolean {
  return expiresAt !== null && expiresAt.getTime() <= now
}
