import type { IndexQuery } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_campaign_costs_campaign_idx: [
    {
      question: 'the costs of a campaign, by month',
      sql: `SELECT st_id FROM raw.st_campaign_costs
             WHERE tenant_id = $1 AND campaign_id = $2 ORDER BY year DESC LIMIT 20`,
      values: [7, 500],
    },
  ],
}
