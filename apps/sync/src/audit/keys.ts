import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigError, errorText, UsageError } from 'cli-kit'
import { sha256 } from './leaf.ts'

/** The name of our keys in the lines of signatures. */
export const keyName = 'lazi-data'

/** A public Ed25519 key. */
export interface PublicKey {
  readonly key: KeyObject
  /** Its 32 bytes. */
  readonly bytes: Buffer
}

/** The key that signs seals. */
export interface SigningKey {
  readonly privateKey: KeyObject
  readonly publicKey: PublicKey
}

/**
 * Reads the private key of a PEM file (PKCS#8).
 * @throws {ConfigError} when there is no Ed25519 key in it
 */
export function readSigningKey(file: string): SigningKey {
  try {
    const privateKey = createPrivateKey(readFileSync(file))
    return { privateKey, publicKey: publicKeyOf(createPublicKey(privateKey)) }
  } catch (error) {
    throw new ConfigError([
      `LAZI_AUDIT_KEY_FILE has no Ed25519 key (${errorText(error)}); make one: openssl genpkey -algorithm ed25519 -out ${file}`,
    ])
  }
}

/**
 * Reads public keys, in PEM or as lines `<name>+<hash>+<base64>`; several, where the key was changed.
 * @throws {UsageError} when there is none
 */
export function readPublicKeys(file: string): PublicKey[] {
  try {
    const text = readFileSync(file, 'utf8')
    const pems = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
    const lines = text.match(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/gm) ?? []
    const keys = [
      ...pems.map((pem) => publicKeyOf(createPublicKey(pem))),
      ...lines.map((line) => publicKeyOfLine(line)),
    ]
    if (keys.length > 0) return keys
  } catch (error) {
    throw new UsageError(`${file} has no public Ed25519 key: ${errorText(error)}.`)
  }
  throw new UsageError(`${file} has no public Ed25519 key. Print it with: pnpm sync audit key`)
}

/** The key in PEM, as openssl reads it. */
export function pemOf({ key }: PublicKey): string {
  return key.export({ type: 'spki', format: 'pem' }).toString().trim()
}

/** The key as a line for witnesses of checkpoints (C2SP signed-note). */
export function lineOf({ bytes }: PublicKey): string {
  const typed = Buffer.concat([ed25519, bytes])
  return `${keyName}+${keyHash(keyName, bytes).toString('hex')}+${typed.toString('base64')}`
}

/** The 4 bytes that name a key in a signature. */
export function keyHash(name: string, bytes: Buffer): Buffer {
  return sha256(`${name}\n`, ed25519, bytes).subarray(0, 4)
}

/** The type of the signatures (C2SP signed-note). */
const ed25519 = Buffer.of(1)

function publicKeyOf(key: KeyObject): PublicKey {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`it is of type ${key.asymmetricKeyType}`)
  const { x = '' } = key.export({ format: 'jwk' })
  return { key, bytes: Buffer.from(x, 'base64url') }
}

function publicKeyOfLine(line: string): PublicKey {
  const typed = Buffer.from(line.slice(line.indexOf('+', line.indexOf('+') + 1) + 1), 'base64')
  if (typed.length !== 33 || typed[0] !== 1) throw new Error('it is of another type')
  const x = typed.subarray(1).toString('base64url')
  return publicKeyOf(createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }))
}
