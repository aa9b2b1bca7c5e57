import type { IndexQuery } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_membership_status_changes_membership_idx: [
    {
      question: 'the status changes of a membership, in order',
      sql: `SELECT st_id FROM raw.st_membership_status_changes
             WHERE tenant_id = $1 AND membership_id = $2 ORDER BY created_on DESC LIMIT 20`,
      values: [7, 500],
    },
  ],
}
