import { errorText } from 'cli-kit'
import type pg from 'pg'
import type { Follower } from './follower.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 5 * 60_000

/** Records why a step failed, and when the next one is due: the pause doubles with each failure. */
export async function recordFailure(
  client: pg.ClientBase | pg.Pool,
  { name }: Pick<Follower, 'name'>,
  { tenantId, error, now }: { readonly tenantId: string; readonly error: unknown; readonly now: Date },
): Promise<void> {
  await client.query(
    `WITH failed AS (
       SELECT failures, $4::timestamptz + least(power(2, least(failures, 30)) * $5, $6) * interval '1 millisecond' AS due_at
         FROM sync.followers WHERE tenant_id = $1 AND name = $2
     )
     UPDATE sync.followers
        SET error = $3, failures = failed.failures + 1, updated_at = $4, due_at = failed.due_at
       FROM failed WHERE tenant_id = $1 AND name = $2`,
    [tenantId, name, errorText(error), now, FIRST_PAUSE_MS, LONGEST_PAUSE_MS],
  )
}
