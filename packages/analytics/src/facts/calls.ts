import { rowsOf } from 'records'
import { dayOf, type Fact, isLive, nextCached, orNone, stIds } from '../fact.ts'

const callId = `lazi.projected_id($1, 'calls', call.st_id)`
const costId = `lazi.projected_id($1, 'campaign_costs', cost.st_id)`
const campaignOf = (row: string) => orNone(`lazi.projected_id($1, 'campaigns', ${row}.campaign_id)`)

/** Calls. The feed does not say which reasons are those of leads, so the type decides: Booked or Unbooked. */
export const calls: Fact = {
  name: 'calls',
  key: 'call_id',
  columns: ['campaign_id', 'call_day', 'is_inbound', 'is_booked', 'is_lead'],
  day: 'call_day',
  needs: ['calls'],
  source: `
SELECT ${callId} AS call_id,
       ${campaignOf('call')} AS campaign_id,
       ${dayOf('call.created_on')} AS call_day,
       coalesce(call.direction = 'Inbound', false) AS is_inbound,
       coalesce(call.call_type = 'Booked', false) AS is_booked,
       coalesce(call.call_type IN ('Booked', 'Unbooked'), false) AS is_lead
  FROM ${rowsOf('raw.st_calls', 'st_id', { ids: stIds, name: 'call' })}
 WHERE ${isLive('call')}`,
  nextIds: nextCached('calls'),
  dependencies: [{ on: 'calls' }],
}

/** Costs of campaigns by day: that of each day of a month is the same. */
export const campaignCosts: Fact = {
  name: 'campaign_costs',
  key: 'cost_id',
  parts: ['day'],
  columns: ['campaign_id', 'amount'],
  day: 'day',
  needs: ['campaign_costs'],
  source: `
SELECT ${costId} AS cost_id,
       days.day,
       ${campaignOf('cost')} AS campaign_id,
       cost.daily_cost AS amount
  FROM ${rowsOf('raw.st_campaign_costs', 'st_id', { ids: stIds, name: 'cost' })}
  CROSS JOIN LATERAL (
       SELECT make_date(cost.year, cost.month, 1) + number AS day
         FROM generate_series(0, 30) AS number
        WHERE cost.year BETWEEN 1990 AND 2199 AND cost.month BETWEEN 1 AND 12
          AND extract(month FROM make_date(cost.year, cost.month, 1) + number) = cost.month) AS days
 WHERE ${isLive('cost')} AND cost.daily_cost <> 0`,
  nextIds: nextCached('campaign_costs'),
  dependencies: [{ on: 'campaign_costs' }],
}
