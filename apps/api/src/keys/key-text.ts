import { hash, randomBytes } from 'node:crypto'

/** The parts of a key's text, `lazi_<tenantId>_<keyId>_<secret>`. */
export interface KeyText {
  readonly tenantId: string
  readonly keyId: string
  readonly secret: string
}

const pattern = /^lazi_(?<tenantId>\d{1,18})_(?<keyId>\d{1,18})_(?<secret>[A-Za-z0-9_-]{43})$/

/** @returns null when the text does not have the form of a key */
export function parseKey(text: string): KeyText | null {
  const { tenantId = '', keyId = '', secret = '' } = pattern.exec(text)?.groups ?? {}
  return tenantId ? { tenantId, keyId, secret } : null
}

export function formatKey({ tenantId, keyId, secret }: KeyText): string {
  return `lazi_${tenantId}_${keyId}_${secret}`
}

/** A secret of 256 random bits. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The stored hash of a secret. A secret has too many bits to be guessed, so a fast hash is as secure as a slow one. */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}
