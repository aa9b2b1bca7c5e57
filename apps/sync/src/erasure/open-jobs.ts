import type pg from 'pg'
import type { Person } from './find-person.ts'

/** How many numbers of jobs are named. */
const NAMED = 5

/** The jobs of a customer that are not finished. */
export interface OpenJobs {
  readonly count: number
  /** The numbers of the newest five, newest first; an id of a job without one. */
  readonly numbers: readonly string[]
}

/**
 * Reads the jobs that are neither completed nor canceled: they lose their texts while work on them is under way.
 * @param areOwned whether LAZI owns the jobs
 */
export async function readOpenJobs(
  client: pg.ClientBase,
  { tenantId, person }: { readonly tenantId: string; readonly person: Person },
  areOwned: boolean,
): Promise<OpenJobs> {
  const { rows } = await client.query<{ number: string; count: number }>(openJobs(areOwned ? own : cached), [
    tenantId,
    areOwned ? person.ids : person.stIds,
  ])
  return { count: rows[0]?.count ?? 0, numbers: rows.map(({ number }) => number) }
}

const own = { table: 'lazi.jobs', id: 'id', number: 'number', type: 'uuid', createdAt: 'created_at' }
const cached = {
  table: 'raw.st_jobs',
  id: 'st_id',
  number: 'job_number',
  type: 'bigint',
  createdAt: 'created_on',
}

const openJobs = ({ table, id, number, type, createdAt }: typeof own) => `
SELECT coalesce(${number}, ${id}::text) AS number, (count(*) OVER ())::integer AS count FROM ${table}
 WHERE tenant_id = $1 AND customer_id = ANY ($2::${type}[]) AND deleted_at IS NULL
   AND coalesce(status, '') NOT IN ('Completed', 'Canceled')
 ORDER BY ${createdAt} DESC NULLS LAST, ${id} DESC LIMIT ${NAMED}`
