import type pg from 'pg'
import { takeStep } from '../../src/followers/take-step.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { connect } from './tenant.ts'

/** Takes steps until there is nothing left to project. @returns the number of steps */
export async function projectAll(url: string, tenantId: string, now = new Date()): Promise<number> {
  const client = await connect(url)
  try {
    for (let steps = 1; ; steps++) {
      const step = await takeStep(client, recordsFollower, { tenantId, now })
      if (step.outcome !== 'done') throw new Error(`Expected a step, got ${step.outcome}`)
      if (!step.hasMore) return steps
    }
  } finally {
    await client.end()
  }
}

/** The number of live rows, by table of schema `lazi`. */
export async function countRecords(
  pool: pg.Pool,
  tables: readonly string[],
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await pool.query(`SELECT count(*)::integer AS count FROM lazi.${table}`)
    counts[table] = rows[0].count
  }
  return counts
}
