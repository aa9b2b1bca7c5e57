import type { Whole } from './wholeness.ts'

interface Change {
  readonly seq: string
  readonly table_name: string
  readonly st_id: string | null
  readonly op: 'insert' | 'update' | 'delete' | 'restore' | 'snapshot'
  readonly at: Date
}

interface RowLife {
  readonly table_name: string
  readonly st_id: string
  readonly is_live: boolean
  readonly created_at: Date
}

/**
 * Replays the change feed of a tenant from its beginning.
 * @returns the problems: gaps in seq, events that cannot follow each other, and tables whose live ids differ from those
 *   at the end of the feed. Ids that a snapshot covers have no insert.
 */
export async function replayChanges({
  tenantId,
  pool,
}: Pick<Whole, 'tenantId' | 'pool'>): Promise<unknown[]> {
  const { rows: changes } = await pool.query<Change>(
    `SELECT seq, table_name, st_id, op, at FROM raw.changes WHERE tenant_id = $1 ORDER BY seq`,
    [tenantId],
  )
  const { rows: positions } = await pool.query<{ last_seq: string; trimmed_seq: string }>(
    `SELECT last_seq, trimmed_seq FROM raw.change_positions WHERE tenant_id = $1`,
    [tenantId],
  )
  const { last_seq = '0', trimmed_seq = '0' } = positions[0] ?? {}
  const problems: unknown[] = []
  const expected = Array.from({ length: changes.length }, (_, index) =>
    String(Number(trimmed_seq) + index + 1),
  )
  if (
    changes.some(({ seq }, index) => seq !== expected[index]) ||
    (expected.at(-1) ?? trimmed_seq) !== last_seq
  ) {
    problems.push({ where: 'seq', last_seq, trimmed_seq, seqs: changes.map(({ seq }) => seq).join(' ') })
  }
  const snapshots = new Map(
    changes.filter(({ op }) => op === 'snapshot').map((change) => [change.table_name, change]),
  )
  const { rows: states } = await pool.query<{ table_name: string; is_synced: boolean }>(
    `SELECT table_name, last_full_sync IS NOT NULL AS is_synced FROM raw.sync_state WHERE tenant_id = $1`,
    [tenantId],
  )
  for (const { table_name: name, is_synced } of states) {
    const snapshot = snapshots.get(name)
    if (!snapshot || !is_synced) {
      const isQuiet = !is_synced && changes.every(({ table_name }) => table_name !== name)
      if (!isQuiet)
        problems.push({ where: 'changes', name, is_synced, problem: 'published before its snapshot' })
      continue
    }
    const { rows } = await pool.query<RowLife>(
      `SELECT $2 AS table_name, st_id, deleted_at IS NULL AS is_live, created_at FROM raw.${name} WHERE tenant_id = $1`,
      [tenantId, name],
    )
    const ofTable = changes.filter(({ table_name, op }) => table_name === name && op !== 'snapshot')
    if (ofTable.some(({ seq }) => BigInt(seq) < BigInt(snapshot.seq))) {
      problems.push({ where: 'changes', name, problem: 'an event before the snapshot' })
    }
    problems.push(...rows.flatMap((row) => replayRow(row, snapshot, ofTable)))
    const strangers = ofTable.filter(({ st_id }) => !rows.some((row) => row.st_id === st_id))
    problems.push(...strangers.map((stranger) => ({ where: 'changes', problem: 'no such row', stranger })))
  }
  return problems
}

/** The valid events of a row by its state, and the state after each. */
const next: Record<string, Partial<Record<Change['op'], string>>> = {
  absent: { insert: 'live' },
  live: { update: 'live', delete: 'gone' },
  gone: { restore: 'live', update: 'gone' },
}

function replayRow(row: RowLife, snapshot: Change, changes: readonly Change[]): unknown[] {
  const own = changes.filter(({ st_id }) => st_id === row.st_id)
  let life = own[0]?.op === 'insert' || row.created_at > snapshot.at ? 'absent' : 'live'
  for (const { op } of own) {
    const then = next[life]?.[op]
    if (!then)
      return [{ where: 'changes', problem: `${op} of a row that is ${life}`, row, ops: own.map((c) => c.op) }]
    life = then
  }
  const isTrue = (life === 'live') === row.is_live
  return isTrue
    ? []
    : [{ where: 'changes', problem: `the feed ends with ${life}`, row, ops: own.map((c) => c.op) }]
}
