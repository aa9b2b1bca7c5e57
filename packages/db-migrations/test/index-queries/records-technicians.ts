import { type IndexQuery, idOf, live } from '../indexes-query.ts'

/** Technicians of schema lazi. */
export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  'lazi.technicians_team_idx': [
    {
      question: 'active technicians of a team',
      sql: `SELECT id, name FROM lazi.technicians WHERE tenant_id = $1 AND team = $2 AND ${live}`,
      values: [7, 'Text 500'],
    },
  ],
  'lazi.technicians_business_unit_idx': [
    {
      question: 'active technicians of a business unit',
      sql: `SELECT id, name FROM lazi.technicians WHERE tenant_id = $1 AND business_unit_id = $2 AND ${live}`,
      values: [7, idOf(500)],
    },
  ],
}
