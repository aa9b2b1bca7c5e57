import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { type Act, installation, recordEntries } from 'records'
import { parseChanges } from './changes.ts'
import { readLogs } from './log.ts'

/** Rows per statement, so that locks are short. */
const BATCH = 5_000

export interface RetainOptions {
  /** How long entries are kept, in days. */
  readonly days: number
  readonly now: Date
  readonly signal: AbortSignal
}

/**
 * Deletes entries beyond their retention, in batches, up to the last exported seal that is old enough. That they are
 * deleted is recorded first, in the log of the installation: a beginning that is missing without it was cut off.
 * @returns the number of deleted entries
 */
export async function retainEntries(pool: pg.Pool, { days, now, signal }: RetainOptions): Promise<number> {
  // A worker whose clock is ahead must not remove what others keep.
  const { rows } = await pool.query<{ before: Date }>(
    'SELECT least($1::timestamptz, now()) - make_interval(days => $2) AS before',
    [now, days],
  )
  const before = rows[0]?.before ?? new Date(0)
  const act: Act = { actor: { kind: 'system', id: 'retention' }, now }
  let total = 0
  const client = await pool.connect()
  try {
    for (const tenantId of await readLogs(client)) {
      if (signal.aborted) break
      const through = await readEnd(client, tenantId, before)
      if (through === null) continue
      await inTransaction(client, () => announce(client, { tenantId, through, act }))
      total += await trim(client, { tenantId, through, signal })
    }
  } finally {
    client.release()
  }
  return total
}

/** The last seal all of whose entries are old, if there is one of them left. */
async function readEnd(client: pg.ClientBase, tenantId: string, before: Date): Promise<number | null> {
  const { rows } = await client.query<{ through: string }>(
    `SELECT max(size) AS through FROM audit.seals
      WHERE tenant_id = $1 AND through_at < $2 AND exported_at IS NOT NULL
        AND size >= (SELECT min(seq) FROM audit.entries WHERE tenant_id = $1)`,
    [tenantId, before],
  )
  return rows[0]?.through ? Number(rows[0].through) : null
}

interface Announcement {
  readonly tenantId: string
  readonly through: number
  readonly act: Act
}

/** Records the deletion once: a process that ended in the middle is continued, by any worker. */
async function announce(client: pg.ClientBase, { tenantId, through, act }: Announcement): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('lazi.audit_retain:' || $1::text, 0))`, [
    tenantId,
  ])
  const { rows } = await client.query<{ epoch: string }>(
    'SELECT epoch FROM audit.positions WHERE tenant_id = $1',
    [tenantId],
  )
  const epoch = rows[0]?.epoch ?? ''
  const { through: former } = await readRetained(client, { tenantId, epoch })
  if (former >= through) return
  await recordEntries(client, installation, act, [
    {
      action: 'retain',
      entity: 'audit.entries',
      entityId: tenantId,
      changes: { through: { old: former, new: through }, epoch: { old: epoch, new: epoch } },
    },
  ])
}

/** What the entries of the installation say of the retention of a log. */
export interface Retained {
  /** The seq up to which entries were recorded to be deleted; 0: none. */
  readonly through: number
  /** Entries about the log that cannot be read, because they were changed. */
  readonly unreadable: readonly string[]
}

/** Reads what was recorded of the retention of a log. Entries that cannot be read count as missing. */
export async function readRetained(
  client: pg.ClientBase,
  { tenantId, epoch }: { readonly tenantId: string; readonly epoch: string },
): Promise<Retained> {
  const { rows } = await client.query<{ seq: string; changes: string | null }>(
    `SELECT seq, changes FROM audit.entries
      WHERE tenant_id = $1 AND entity = 'audit.entries' AND entity_id = $2 AND action = 'retain' ORDER BY seq`,
    [installation, tenantId],
  )
  let through = 0
  const unreadable: string[] = []
  for (const { seq, changes } of rows) {
    const said = changes === null ? null : parseChanges(changes)
    const to = said?.through?.new
    if (said === null || typeof to !== 'number') unreadable.push(seq)
    else if (said.epoch?.new === epoch) through = Math.max(through, to)
  }
  return { through, unreadable }
}

async function trim(
  client: pg.ClientBase,
  { tenantId, through, signal }: { tenantId: string; through: number; signal: AbortSignal },
): Promise<number> {
  let total = 0
  while (!signal.aborted) {
    const { rows } = await client.query<{ removed: string }>('SELECT audit.trim($1, $2, $3) AS removed', [
      tenantId,
      through,
      BATCH,
    ])
    const removed = Number(rows[0]?.removed ?? 0)
    total += removed
    if (removed < BATCH) break
  }
  return total
}
