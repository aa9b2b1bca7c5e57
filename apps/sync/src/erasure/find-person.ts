import type pg from 'pg'

/** A customer, and those that are the same person because they were merged, in LAZI or in ServiceTitan. */
export interface Person {
  /** LAZI's id of the customer that was asked for; null: LAZI has no record of it. */
  readonly id: string | null
  /** ServiceTitan's id of it; null: it was created in LAZI. */
  readonly stId: string | null
  readonly name: string | null
  /** LAZI's ids of all of them. */
  readonly ids: readonly string[]
  /** ServiceTitan's ids of all of them. */
  readonly stIds: readonly string[]
  /** How many customers they are. */
  readonly customers: number
}

/** Merges are followed both ways: to the customers that were merged into one, and to the one that it was merged into. */
const statement = `
WITH RECURSIVE asked AS (
  SELECT id, st_id, name, 1 AS place FROM lazi.customers
   WHERE tenant_id = $1 AND (id = $2::uuid OR st_id = $3::bigint)
  UNION ALL
  SELECT NULL, st_id, name, 2 FROM raw.st_customers WHERE tenant_id = $1 AND st_id = $3::bigint
),
person (id, st_id) AS (
  SELECT id, st_id FROM asked
   UNION
  SELECT next.id, next.st_id FROM person CROSS JOIN LATERAL (
     SELECT record.id, record.st_id FROM lazi.customers AS record
      WHERE record.tenant_id = $1 AND record.st_id = person.st_id
     UNION ALL
     SELECT merged.id, merged.st_id FROM lazi.customers AS merged
      WHERE merged.tenant_id = $1 AND merged.merged_into_id = person.id
     UNION ALL
     SELECT main.id, main.st_id FROM lazi.customers AS own
       JOIN lazi.customers AS main ON main.tenant_id = $1 AND main.id = own.merged_into_id
      WHERE own.tenant_id = $1 AND own.id = person.id
     UNION ALL
     SELECT NULL, merged.st_id FROM raw.st_customers AS merged
      WHERE merged.tenant_id = $1 AND merged.merged_to_id = person.st_id
     UNION ALL
     SELECT NULL, own.merged_to_id FROM raw.st_customers AS own
      WHERE own.tenant_id = $1 AND own.st_id = person.st_id AND own.merged_to_id IS NOT NULL) AS next
)
SELECT asked.id::text, asked.st_id::text AS "stId", asked.name, every_one.*
  FROM (SELECT * FROM asked ORDER BY place LIMIT 1) AS asked
 CROSS JOIN (
       SELECT coalesce(array_agg(DISTINCT id::text) FILTER (WHERE id IS NOT NULL), '{}') AS ids,
              coalesce(array_agg(DISTINCT st_id::text) FILTER (WHERE st_id IS NOT NULL), '{}') AS "stIds",
              count(DISTINCT coalesce(st_id::text, id::text))::integer AS customers
         FROM person) AS every_one`

/**
 * Finds a customer, and those with which it was merged.
 * @param reference LAZI's id, or ServiceTitan's after `st:`
 * @returns null when the tenant has no such customer
 */
export async function findPerson(
  client: pg.ClientBase,
  tenantId: string,
  reference: string,
): Promise<Person | null> {
  const stId = reference.startsWith('st:') ? reference.slice('st:'.length) : null
  const { rows } = await client.query<Person>(statement, [tenantId, stId === null ? reference : null, stId])
  return rows[0] ?? null
}
