import { projectStatement, recordTables } from 'records'
import { type Job, jobs, readJobs, writeJobs } from '../common/changed-jobs.ts'
import { syncNow } from '../common/recorded-feed.ts'
import type { BenchDatabase } from '../common/server.ts'

const CHANGED = 1_000

/** WAL that the projection of 1,000 changed jobs writes, in bytes, by what has changed. */
export interface UnchangedWal {
  /** A field that LAZI does not have. */
  readonly otherField: number
  /** The same and `modifiedOn`, as ServiceTitan does it. */
  readonly modifiedOn: number
}

/**
 * Changes fields of jobs that schema lazi does not have, and explains the projector's own statement for these rows. The
 * count of EXPLAIN has everything that a statement writes, locks of rows included.
 */
export async function measureUnchanged(database: BenchDatabase): Promise<UnchangedWal> {
  const records = await readJobs(database, CHANGED)
  const base = Math.max(...records.map(({ modifiedOn }) => Date.parse(String(modifiedOn))))
  const later = new Date(Math.max(base, syncNow) + 60_000).toISOString()
  return {
    otherField: await walOf((record) => ({ ...record, leadCallId: 1 })),
    modifiedOn: await walOf((record) => ({ ...record, leadCallId: 2, modifiedOn: later })),
  }

  async function walOf(change: (record: Job) => Job): Promise<number> {
    await writeJobs(database, records.map(change))
    return explainProjection(
      database,
      records.map(({ id }) => String(id)),
    )
  }
}

interface Plan {
  readonly 'WAL Bytes'?: number
  readonly Plans?: readonly Plan[]
}

async function explainProjection({ admin }: BenchDatabase, ids: readonly string[]): Promise<number> {
  const table = recordTables.find(({ name }) => name === 'jobs')
  if (!table) throw new Error('Expected a table for jobs.')
  // Sets the hint bits of the rows, which the first reader would write otherwise, on a server with checksums in WAL.
  await admin.query(`VACUUM raw.${jobs.name}, lazi.jobs`)
  await admin.query('BEGIN')
  try {
    const { rows } = await admin.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
      `EXPLAIN (ANALYZE, WAL, FORMAT JSON) ${projectStatement(table)}`,
      ['1', ids, new Date(syncNow)],
    )
    const [explained] = rows[0]?.['QUERY PLAN'] ?? []
    if (!explained) throw new Error('Expected a plan.')
    return mostWal(explained.Plan)
  } finally {
    await admin.query('ROLLBACK')
  }
}

/** A node counts what its children write. */
const mostWal = (plan: Plan): number => Math.max(plan['WAL Bytes'] ?? 0, ...(plan.Plans ?? []).map(mostWal))
