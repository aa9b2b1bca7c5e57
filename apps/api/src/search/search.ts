import { prepared, type Statement } from 'cli-kit/postgres'
import type pg from 'pg'
import { isAt } from 'records'
import type { SearchResult } from './search-schemas.ts'

/** The records that are searched. */
export const searchSources = ['jobs', 'customers', 'locations', 'technicians'] as const

const perResource = 8
const lowered = 'lower(left($2::text, 100))'
const live = 'active AND deleted_at IS NULL'
/**
 * SQL that is true where `key` begins with the text, up to the last code point. Its bounds are written out: from `^@` the
 * planner derives them only for a text that it sees.
 */
const beginsWith = (key: string) =>
  `${key} ~>=~ ${lowered} AND ${key} ~<~ (${lowered} || chr(1114111)) AND ${key} ^@ ${lowered}`
const cityAndStreet = `nullif(concat_ws(', ', address_street, address_city), '')`

// Technicians have no index on their names: a tenant has few, so all of them are read by primary key.
const statement = `
SELECT * FROM (
  SELECT 'jobs' AS resource, job.id::text AS id, coalesce(job.number, job.st_id::text, job.id::text) AS title,
         nullif(concat_ws(' · ', job.status, customer.name), '') AS subtitle
    FROM (SELECT * FROM lazi.jobs
           WHERE tenant_id = $1 AND ${isAt('number', '$2::text')} AND deleted_at IS NULL
           ORDER BY number, id LIMIT ${perResource}) AS job
    LEFT JOIN LATERAL (
         SELECT name FROM lazi.customers
          WHERE tenant_id = $1 AND ${isAt('id', 'job.customer_id')} ORDER BY id LIMIT 1) AS customer ON true
   ORDER BY job.id) AS jobs
UNION ALL
SELECT * FROM (
  SELECT 'customers', id::text, name, ${cityAndStreet} FROM lazi.customers
   WHERE tenant_id = $1 AND ${beginsWith('name_key')} AND ${live} ORDER BY name_key USING ~<~, id LIMIT ${perResource}) AS customers
UNION ALL
SELECT * FROM (
  SELECT 'locations', id::text, name, ${cityAndStreet} FROM lazi.locations
   WHERE tenant_id = $1 AND ${beginsWith('name_key')} AND ${live} ORDER BY name_key USING ~<~, id LIMIT ${perResource}) AS locations
UNION ALL
SELECT * FROM (
  SELECT 'technicians', id::text, name, team FROM lazi.technicians
   WHERE tenant_id = $1 AND lower(name) ^@ ${lowered} AND ${live} ORDER BY lower(name), id LIMIT ${perResource}) AS technicians`

/** Rows that match a text: jobs by number first, then customers, locations and technicians by name. One query. */
export async function search(client: pg.ClientBase, tenantId: string, q: string): Promise<SearchResult[]> {
  const { rows } = await client.query<SearchResult>(searchStatement(tenantId, q))
  return rows
}

/** The statement of {@link search}. */
export function searchStatement(tenantId: string, q: string): Statement<string[]> {
  return prepared(statement, [tenantId, q.trim()])
}
