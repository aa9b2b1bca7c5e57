import { createHash } from 'node:crypto'

/** Which log an entry is of. */
export interface LogId {
  readonly tenantId: string
  /** `audit.positions.epoch`: a tenant that is removed and added again has another log. */
  readonly epoch: string
}

/** The members of a leaf that the row of an entry has, in the order of {@link leafColumns}. */
export type LeafMembers = readonly (string | null)[]

/**
 * The columns of `audit.entries` that a leaf fixes, as text, for a query with `rowMode: 'array'`. Values and salt are
 * not among them: their hash is, so that a redacted entry keeps its leaf.
 */
export const leafColumns = `seq::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       actor_kind, actor_id, actor_name, on_behalf_of, db_user, action, entity, entity_id, request_id::text,
       run_id::text, reason, encode(changes_hash, 'hex')`

/** The number of {@link leafColumns}. */
export const leafWidth = 14

/**
 * The text that the leaf of an entry is the hash of: a JSON array of strings and nulls, and so the same in every
 * language that escapes as little as JSON allows (RFC 8785).
 */
export function leafText({ tenantId, epoch }: LogId, members: LeafMembers): string {
  return JSON.stringify(['lazi-entry-1', tenantId, epoch, ...members.slice(0, leafWidth)])
}

/** The leaf of an entry in the Merkle tree (RFC 6962, 2.1), 32 bytes. */
export function leafHash(log: LogId, members: LeafMembers): Buffer {
  return sha256(leafPrefix, Buffer.from(leafText(log, members)))
}

/** The parent of two nodes of the tree. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return sha256(nodePrefix, left, right)
}

/** SHA-256 of the parts, one after the other. */
export function sha256(...parts: readonly (Buffer | string)[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const leafPrefix = Buffer.of(0)
const nodePrefix = Buffer.of(1)
