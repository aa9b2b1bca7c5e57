import { createHash } from 'node:crypto'
import type { LeafMembers, LogId } from '../../src/audit/leaf.ts'

// A second implementation of leaves and roots, from the words of RFC 6962 (2.1) and RFC 8259 (7), which shares nothing
// with the first.

const escapes: Readonly<Record<number, string>> = {
  8: 'b',
  9: 't',
  10: 'n',
  12: 'f',
  13: 'r',
  34: '"',
  92: '\\',
}

/** A JSON string, in UTF-8. */
function stringBytes(text: string): Buffer {
  const parts: Buffer[] = [Buffer.of(34)]
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const short = escapes[code]
    if (short !== undefined) parts.push(Buffer.from(`\\${short}`, 'latin1'))
    else if (code < 32) parts.push(Buffer.from(`\\u00${code < 16 ? '0' : ''}${code.toString(16)}`, 'latin1'))
    else parts.push(Buffer.from(character, 'utf8'))
  }
  parts.push(Buffer.of(34))
  return Buffer.concat(parts)
}

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

/** The leaf of an entry. */
export function secondLeaf({ tenantId, epoch }: LogId, members: LeafMembers): Buffer {
  const bytes = ['lazi-entry-1', tenantId, epoch, ...members].map((member) =>
    member === null ? Buffer.from('null') : stringBytes(member),
  )
  const list = bytes.flatMap((member, index) => (index === 0 ? [member] : [Buffer.from(','), member]))
  return sha(Buffer.concat([Buffer.of(0), Buffer.from('['), ...list, Buffer.from(']')]))
}

/** The Merkle tree hash of leaves: MTH of RFC 6962. */
export function secondRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (leaves.length === 1 && only) return only
  let half = 1
  while (half * 2 < leaves.length) half *= 2
  return sha(Buffer.concat([Buffer.of(1), secondRoot(leaves.slice(0, half)), secondRoot(leaves.slice(half))]))
}
