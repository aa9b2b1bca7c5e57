import { type IndexQuery, live } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_technicians_team_idx: [
    {
      question: 'active technicians of a team',
      sql: `SELECT st_id, name FROM raw.st_technicians WHERE tenant_id = $1 AND team = $2 AND ${live}`,
      values: [7, 'Team 7'],
    },
  ],
  st_technicians_business_unit_idx: [
    {
      question: 'active technicians of a business unit',
      sql: `SELECT st_id, name FROM raw.st_technicians WHERE tenant_id = $1 AND business_unit_id = $2 AND ${live}`,
      values: [7, 500],
    },
  ],
  st_technicians_zone_idx: [
    {
      question: 'active technicians who serve a zone (zone_ids @>)',
      sql: `SELECT st_id, name FROM raw.st_technicians
             WHERE tenant_id = $1 AND zone_ids @> ARRAY[$2::bigint] AND ${live}`,
      values: [7, 150],
      notForReader: true,
    },
  ],
  st_technicians_skills_idx: [
    {
      question: 'active technicians with a skill (skills @>)',
      sql: `SELECT st_id, name FROM raw.st_technicians WHERE tenant_id = $1 AND skills @> $2 AND ${live}`,
      values: [7, '[{"id": 55}]'],
      notForReader: true,
    },
  ],
  st_technicians_email_idx: [
    {
      question: 'a technician by e-mail address, whatever the case',
      sql: 'SELECT st_id, name FROM raw.st_technicians WHERE tenant_id = $1 AND lower(email) = lower($2)',
      values: [7, 'Text 500'],
      notForReader: true,
    },
  ],
}
