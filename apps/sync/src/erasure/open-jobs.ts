import type pg from 'pg'

/** How many numbers of jobs are named. */
const NAMED = 5

/** The jobs of a customer that are not finished. */
export interface OpenJobs {
  readonly count: number
  /** The numbers of the newest five, newest first; ServiceTitan's id of a job without one. */
  readonly numbers: readonly string[]
}

/**
 * Reads the jobs that are neither completed nor canceled: they lose their texts while work on them is under way.
 * @param customerIds ServiceTitan's ids of the customer and those merged into it
 */
export async function readOpenJobs(
  client: pg.ClientBase,
  tenantId: string,
  customerIds: readonly string[],
): Promise<OpenJobs> {
  const { rows } = await client.query<{ number: string; count: number }>(
    `SELECT coalesce(job_number, st_id::text) AS number, (count(*) OVER ())::integer AS count FROM raw.st_jobs
      WHERE tenant_id = $1 AND customer_id = ANY ($2::bigint[]) AND deleted_at IS NULL
        AND coalesce(status, '') NOT IN ('Completed', 'Canceled')
      ORDER BY created_on DESC NULLS LAST, st_id DESC LIMIT ${NAMED}`,
    [tenantId, customerIds],
  )
  return { count: rows[0]?.count ?? 0, numbers: rows.map(({ number }) => number) }
}
