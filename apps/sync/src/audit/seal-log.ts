import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { Frontier } from './frontier.ts'
import type { SigningKey } from './keys.ts'
import { type LeafMembers, leafColumns, leafHash, sha256 } from './leaf.ts'
import { ensureInstallation, readLog } from './log.ts'
import { readNote, writeNote } from './note.ts'

/** The greatest number of entries that one seal adds. */
const BATCH = 50_000

/** The log cannot be sealed further: an entry is missing, or the last seal was changed. */
class BrokenLogError extends Error {
  override readonly name = 'BrokenLogError'
  readonly code = 'AUDIT_LOG_BROKEN'

  constructor(tenantId: string, problem: string) {
    super(
      `The audit log of tenant ${tenantId} cannot be sealed: ${problem}. See: pnpm sync audit verify --tenant ${tenantId}`,
    )
  }
}

/** The last seal is signed, and the key is not here: an unsigned one after it would look like tampering. */
export class MissingKeyError extends Error {
  override readonly name = 'MissingKeyError'
  readonly code = 'AUDIT_KEY_MISSING'

  constructor(tenantId: string) {
    super(
      `The audit log of tenant ${tenantId} is not sealed further: its last seal is signed, and LAZI_AUDIT_KEY_FILE is not set here.`,
    )
  }
}

/** A seal to be made. */
export interface SealOptions {
  readonly now: Date
  readonly key: SigningKey | null
}

/**
 * Seals all entries of a tenant that are committed and not sealed yet, in transactions of their own.
 * @returns the number of entries sealed
 * @throws {BrokenLogError}
 * @throws {MissingKeyError} without a key, when there are entries to seal after a signed seal
 */
export async function sealLog(
  client: pg.ClientBase,
  tenantId: string,
  options: SealOptions,
): Promise<number> {
  await ensureInstallation(client, options.now)
  let total = 0
  for (;;) {
    const sealed = await inTransaction(client, () =>
      sealNext(client, tenantId, { ...options, isSignatureKept: true }),
    )
    total += sealed
    if (sealed < BATCH) return total
  }
}

/** Seals as {@link sealLog} does, in the caller's transaction, and without a key also after a signed seal: the log ends. */
export async function sealRest(client: pg.ClientBase, tenantId: string, options: SealOptions): Promise<void> {
  await ensureInstallation(client, options.now)
  while ((await sealNext(client, tenantId, options)) === BATCH);
}

/** Makes one seal. The lock makes concurrent sealers take turns: each continues the last committed seal. */
async function sealNext(
  client: pg.ClientBase,
  tenantId: string,
  { now, key, isSignatureKept = false }: SealOptions & { readonly isSignatureKept?: boolean },
): Promise<number> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('lazi.audit_seal:' || $1::text, 0))`, [
    tenantId,
  ])
  const log = await readLog(client, tenantId)
  if (log === null) return 0
  const { frontier, former } = await readLastSeal(client, tenantId)
  const first = frontier.size + 1
  const { rows } = await client.query<string[]>({
    text: `SELECT ${leafColumns} FROM audit.entries WHERE tenant_id = $1 AND seq > $2 ORDER BY entries.seq LIMIT $3`,
    values: [tenantId, frontier.size, BATCH],
    rowMode: 'array',
  })
  for (const members of rows as LeafMembers[]) {
    const expected = frontier.size + 1
    if (members[0] !== String(expected)) throw new BrokenLogError(tenantId, `entry ${expected} is missing`)
    frontier.append(leafHash(log, members))
  }
  if (rows.length === 0) {
    if (log.lastSeq >= first) throw new BrokenLogError(tenantId, `entry ${first} is missing`)
    return 0
  }
  if (isSignatureKept && key === null && former !== null && readNote(former)?.isSigned)
    throw new MissingKeyError(tenantId)
  const throughAt = rows.at(-1)?.[1] ?? ''
  const root = frontier.root()
  const note = writeNote(
    {
      origin: log.origin,
      size: frontier.size,
      root,
      throughAt,
      sealedAt: now.toISOString(),
      former: former === null ? null : sha256(former),
    },
    key,
  )
  await client.query(
    `INSERT INTO audit.seals (tenant_id, size, root, frontier, through_at, sealed_at, prev_seal_hash, note)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tenantId,
      frontier.size,
      root,
      frontier.hashes,
      throughAt,
      now,
      former === null ? null : sha256(former),
      note,
    ],
  )
  return rows.length
}

async function readLastSeal(client: pg.ClientBase, tenantId: string) {
  const { rows } = await client.query<{ size: string; root: Buffer; frontier: Buffer[]; note: string }>(
    'SELECT size, root, frontier, note FROM audit.seals WHERE tenant_id = $1 ORDER BY size DESC LIMIT 1',
    [tenantId],
  )
  const [last] = rows
  if (!last) return { frontier: Frontier.empty(), former: null }
  const frontier = Frontier.of(Number(last.size), last.frontier)
  if (!frontier?.root().equals(last.root)) throw new BrokenLogError(tenantId, `seal ${last.size} was changed`)
  return { frontier, former: last.note }
}
