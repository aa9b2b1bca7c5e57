import { type Recall, recallsStatement } from 'analytics'
import type pg from 'pg'
import type { CursorKey } from '../records/list-cursor.ts'
import type { KeyedRow } from '../records/page-of.ts'
import type { Period } from './period.ts'
import { filtersOf, type Members } from './read-metrics.ts'
import { assertComplete, readFacts } from './read-state.ts'

export interface RecallsRequest extends Period {
  /** Of the original jobs. */
  readonly members: Members
  /** Day and id of the original, and id of the recall, of the last row of the page before; null: the first page. */
  readonly after: CursorKey | null
  readonly count: number
}

/**
 * The recalls of the jobs that were completed in a period, each with both jobs.
 * @throws {NotReadyError} when a fact that it needs is not complete
 */
export async function readRecalls(
  client: pg.ClientBase,
  tenantId: string,
  { from, to, members, after, count }: RecallsRequest,
): Promise<KeyedRow[]> {
  assertComplete(['jobs'], await readFacts(client, tenantId))
  const [day = null, originalId = null, recallId = null] = after ?? []
  const { rows } = await client.query<Recall & { row: string }>(
    `SELECT json_build_object(
              'original', json_build_object('id', found."originalId", 'number', original.number, 'completedDay', found."completedDay"),
              'recall', json_build_object('id', found."recallId", 'number', recall.number, 'status', recall.status, 'bookedDay', found."bookedDay"),
              'customerName', (SELECT customer.name FROM lazi.customers AS customer
                                WHERE customer.tenant_id = $1 AND customer.id = original.customer_id))::text AS row,
            found.*
       FROM (${recallsStatement(filtersOf(members))}) AS found
       LEFT JOIN LATERAL (SELECT job.number, job.customer_id FROM lazi.jobs AS job
                           WHERE job.tenant_id = $1 AND job.id = found."originalId") AS original ON true
       LEFT JOIN LATERAL (SELECT job.number, job.status FROM lazi.jobs AS job
                           WHERE job.tenant_id = $1 AND job.id = found."recallId") AS recall ON true
      ORDER BY found."completedDay" DESC, found."originalId" DESC, found."recallId" DESC`,
    [tenantId, from, to, JSON.stringify(members), day, originalId, recallId, count],
  )
  return rows.map((found) => ({
    row: found.row,
    key: [found.completedDay, found.originalId, found.recallId],
  }))
}
