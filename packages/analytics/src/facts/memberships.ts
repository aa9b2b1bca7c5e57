import { rowsAt, rowsOf } from 'records'
import { dayOf, type Fact, isLive, nextCached, orNone, stIds } from '../fact.ts'

const membershipId = `lazi.projected_id($1, 'memberships', membership.st_id)`
const changesOf = rowsAt('raw.st_membership_status_changes', 'membership_id', 'membership.st_id')

/** SQL of 1 if a status is Active, else of 0. */
const isActive = (status: string) => `coalesce(${status} = 'Active', false)::integer`

/**
 * Moments at which memberships became active or ceased to be. The first is the creation of the membership, in the status
 * that its first change names.
 */
export const membershipChanges: Fact = {
  name: 'membership_changes',
  key: 'membership_id',
  parts: ['position'],
  columns: ['customer_id', 'business_unit_id', 'changed_day', 'growth'],
  day: 'changed_day',
  needs: ['memberships', 'membership_status_changes'],
  source: `
SELECT ${membershipId} AS membership_id,
       step.position,
       ${orNone(`lazi.projected_id($1, 'customers', membership.customer_id)`)} AS customer_id,
       ${orNone(`lazi.projected_id($1, 'business_units', membership.business_unit_id)`)} AS business_unit_id,
       ${dayOf('step.at')} AS changed_day,
       step.growth
  FROM ${rowsOf('raw.st_memberships', 'st_id', { ids: stIds, name: 'membership' })}
  CROSS JOIN LATERAL (
       SELECT 0 AS position, membership.created_on AS at,
              ${isActive(`coalesce((SELECT change.old_status FROM ${changesOf} AS change
                 WHERE ${isLive('change')} ORDER BY change.created_on, change.st_id LIMIT 1), membership.status)`)} AS growth
       UNION ALL
       SELECT row_number() OVER (ORDER BY change.created_on, change.st_id)::integer, change.created_on,
              ${isActive('change.new_status')} - ${isActive('change.old_status')}
         FROM ${changesOf} AS change WHERE ${isLive('change')}) AS step
 WHERE ${isLive('membership')} AND step.growth <> 0`,
  nextIds: nextCached('memberships'),
  dependencies: [
    { on: 'memberships' },
    {
      on: 'membership_status_changes',
      keys: `SELECT lazi.projected_id($1, 'memberships', change.membership_id) AS id
          FROM ${rowsOf('raw.st_membership_status_changes', 'st_id', { ids: stIds, name: 'change' })}
         WHERE change.membership_id IS NOT NULL`,
    },
  ],
}
