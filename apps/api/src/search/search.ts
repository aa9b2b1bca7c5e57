import type pg from 'pg'
import { isAt } from '../resource-definition/include.ts'
import type { Statement } from '../tenant/prepared.ts'
import type { SearchResult } from './search-schemas.ts'

const perResource = 8
const lowered = 'lower(left($2::text, 100))'
const live = 'active AND deleted_at IS NULL'
const cityAndStreet = `nullif(concat_ws(', ', address_street, address_city), '')`

// Technicians have no index on their names: a tenant has few, so all of them are read by primary key.
const statement = `
SELECT * FROM (
  SELECT 'jobs' AS resource, job.st_id::text AS id, coalesce(job.job_number, job.st_id::text) AS title,
         nullif(concat_ws(' · ', job.status, customer.name), '') AS subtitle
    FROM (SELECT * FROM raw.st_jobs
           WHERE tenant_id = $1 AND ${isAt('job_number', '$2::text')} AND deleted_at IS NULL
           ORDER BY job_number, st_id LIMIT ${perResource}) AS job
    LEFT JOIN LATERAL (
         SELECT name FROM raw.st_customers
          WHERE tenant_id = $1 AND ${isAt('st_id', 'job.customer_id')} ORDER BY st_id LIMIT 1) AS customer ON true
   ORDER BY job.st_id) AS jobs
UNION ALL
SELECT * FROM (
  SELECT 'customers', st_id::text, name, ${cityAndStreet} FROM raw.st_customers
   WHERE tenant_id = $1 AND name_key ^@ ${lowered} AND ${live} ORDER BY name_key USING ~<~, st_id LIMIT ${perResource}) AS customers
UNION ALL
SELECT * FROM (
  SELECT 'locations', st_id::text, name, ${cityAndStreet} FROM raw.st_locations
   WHERE tenant_id = $1 AND name_key ^@ ${lowered} AND ${live} ORDER BY name_key USING ~<~, st_id LIMIT ${perResource}) AS locations
UNION ALL
SELECT * FROM (
  SELECT 'technicians', st_id::text, name, team FROM raw.st_technicians
   WHERE tenant_id = $1 AND lower(name) ^@ ${lowered} AND ${live} ORDER BY lower(name), st_id LIMIT ${perResource}) AS technicians`

/** Rows that match a text: jobs by number first, then customers, locations and technicians by name. One query. */
export async function search(client: pg.ClientBase, tenantId: string, q: string): Promise<SearchResult[]> {
  const { rows } = await client.query<SearchResult>(searchStatement(tenantId, q))
  return rows
}

/** The statement of {@link search}. Not prepared: the planner needs the prefix to derive an index range from it. */
export function searchStatement(tenantId: string, q: string): Statement<string[]> {
  return { text: statement, values: [tenantId, q.trim()] }
}
