import { sign, verify } from 'node:crypto'
import { keyHash, keyName, type PublicKey, type SigningKey } from './keys.ts'

/** What a seal says. */
export interface Checkpoint {
  /** Which log: `lazi-data/<installation>/<tenant>/<epoch>`. */
  readonly origin: string
  /** The number of entries. */
  readonly size: number
  /** The root of their Merkle tree, 32 bytes. */
  readonly root: Buffer
  /** The time of the last entry, as PostgreSQL writes it. */
  readonly throughAt: string
  /** When it was sealed, ISO 8601. */
  readonly sealedAt: string
  /** SHA-256 of the former seal's note; null: it is the first. */
  readonly former: Buffer | null
}

/** A checkpoint as text (C2SP tlog-checkpoint), signed if there is a key (C2SP signed-note). */
export function writeNote(checkpoint: Checkpoint, key: SigningKey | null): string {
  const { origin, size, root, throughAt, sealedAt, former } = checkpoint
  const text = `${[
    origin,
    size,
    root.toString('base64'),
    `through ${throughAt}`,
    `sealed ${sealedAt}`,
    `former ${former?.toString('hex') ?? 'none'}`,
  ].join('\n')}\n`
  if (key === null) return text
  const signature = sign(null, Buffer.from(text), key.privateKey)
  const signed = Buffer.concat([keyHash(keyName, key.publicKey.bytes), signature])
  return `${text}\n— ${keyName} ${signed.toString('base64')}\n`
}

/** A note, read. */
export interface Note extends Checkpoint {
  /** Whether it has a line of a signature. */
  readonly isSigned: boolean
  /** Whether one of the keys made one of its signatures. */
  readonly isSignedBy: (keys: readonly PublicKey[]) => boolean
}

const format =
  /^(?<text>(?<origin>lazi-data\/\S+)\n(?<size>[1-9]\d{0,14})\n(?<root>[A-Za-z0-9+/]{43}=)\nthrough (?<through>\S+)\nsealed (?<sealed>\S+)\nformer (?<former>none|[0-9a-f]{64})\n)(?:\n(?<signatures>(?:— \S+ \S+\n)+))?$/

/** @returns null when the text is no note of ours */
export function readNote(note: string): Note | null {
  const parts = format.exec(note)?.groups
  if (!parts) return null
  const { text = '', origin = '', size, root = '', through = '', sealed = '', former = '' } = parts
  const signatures = (parts.signatures ?? '').split('\n').filter(Boolean)
  return {
    origin,
    size: Number(size),
    root: Buffer.from(root, 'base64'),
    throughAt: through,
    sealedAt: sealed,
    former: former === 'none' ? null : Buffer.from(former, 'hex'),
    isSigned: signatures.length > 0,
    isSignedBy: (keys) => signatures.some((line) => keys.some((key) => isSignature(line, text, key))),
  }
}

function isSignature(line: string, text: string, { key, bytes }: PublicKey): boolean {
  const [, name = '', encoded = ''] = line.split(' ')
  const signed = Buffer.from(encoded, 'base64')
  if (!signed.subarray(0, 4).equals(keyHash(name, bytes))) return false
  return verify(null, Buffer.from(text), key, signed.subarray(4))
}
