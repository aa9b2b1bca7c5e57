import { isAt, rowsOf } from 'records'
import type { Fact } from './fact.ts'
import { wholesOf } from './facts.ts'

/**
 * The statement that makes the stored rows of a fact equal to its source. `$1` is the tenant, `$2` the ids of the rows,
 * `$3` the time zone. It returns `written`, the number of rows that were inserted, changed or deleted; equal rows are not
 * written. And `concerned`: by column, the keys that rows which changed had or have now, of the facts made of this one.
 * @example
 * const { rows } = await client.query(refreshStatement(factOf('jobs')), ['1001', ids, 'America/Chicago'])
 */
export function refreshStatement(fact: Fact): string {
  const { key, parts = [], columns } = fact
  const target = `analytics.${fact.name}`
  const rowKey = [key, ...parts]
  const written = [...rowKey, ...columns]
  const links = [...new Set(wholesOf(fact.name).map(({ by }) => by))]
  return `
WITH ${compareRows(fact)},
former AS (SELECT ${written.join(', ')} FROM stored EXCEPT SELECT ${written.join(', ')} FROM fresh),
put AS (
  INSERT INTO ${target} (tenant_id, ${written.join(', ')})
  SELECT $1::bigint, ${written.join(', ')} FROM different
  ON CONFLICT (tenant_id, ${rowKey.join(', ')}) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}
  RETURNING 1
),
removed AS (
  -- The tenant is that of the rows found: with a parameter the planner may read all of its rows.
  DELETE FROM ${target} AS stored USING extra
   WHERE stored.tenant_id = extra.tenant_id AND ${isAt(`stored.${key}`, `extra.${key}`)}${isSamePart('stored', 'extra', parts)}
  RETURNING 1
)
SELECT (SELECT count(*) FROM put)::integer + (SELECT count(*) FROM removed)::integer AS written,
       json_build_object(${links.map((by) => `'${by}', ARRAY(SELECT ${by} FROM different UNION SELECT ${by} FROM former)`).join(', ')}) AS concerned`
}

/**
 * The statement that compares the stored rows of a fact with its source, without writing. Parameters as in
 * {@link refreshStatement}. It returns the ids of rows as arrays: `absent`, `differing` and `extra`.
 * @example
 * const { rows } = await client.query(compareStatement(factOf('jobs')), ['1001', ids, 'America/Chicago'])
 */
export function compareStatement(fact: Fact): string {
  const { key, parts = [] } = fact
  const rowKey = [key, ...parts].join(', ')
  return `
WITH ${compareRows(fact)},
absent AS MATERIALIZED (SELECT ${rowKey} FROM fresh EXCEPT SELECT ${rowKey} FROM stored)
SELECT coalesce((SELECT array_agg(${key}::text) FROM absent), '{}') AS absent,
       coalesce((SELECT array_agg(${key}::text) FROM (
                 SELECT ${rowKey} FROM different EXCEPT SELECT ${rowKey} FROM absent) AS row), '{}') AS differing,
       coalesce((SELECT array_agg(${key}::text) FROM extra), '{}') AS extra`
}

/**
 * The statement that reads the next ids of a fact, of its records and of its stored rows, in order. `$1` is the tenant,
 * `$2` the id before them.
 * @example
 * const { rows } = await client.query(nextKeysStatement(factOf('jobs'), 2_000), ['1001', none])
 */
export function nextKeysStatement({ name, key, nextIds }: Fact, limit: number): string {
  return `SELECT id FROM (
         (${nextIds(limit)})
         UNION
         (SELECT DISTINCT ${key} FROM analytics.${name} WHERE tenant_id = $1 AND ${key} > $2::uuid ORDER BY ${key} LIMIT ${limit})
       ) AS next ORDER BY id LIMIT ${limit}`
}

/**
 * `fresh`: the rows as they should be; `different`: those that are not stored like that; `extra`: the keys of stored rows
 * that should not be. Compared as sets, since a record may have any number of rows.
 */
function compareRows(fact: Fact): string {
  const { key, parts = [], columns, source } = fact
  const rowKey = [key, ...parts].join(', ')
  const all = [key, ...parts, ...columns].join(', ')
  return `
-- Not every source has days, and each parameter must occur.
fresh AS MATERIALIZED (SELECT * FROM (${source}
) AS source WHERE $3::text IS NOT NULL),
stored AS MATERIALIZED (
  SELECT stored.* FROM ${rowsOf(`analytics.${fact.name}`, key, { ids: '$2::uuid[]', name: 'stored' })}
),
different AS MATERIALIZED (SELECT ${all} FROM fresh EXCEPT SELECT ${all} FROM stored),
extra AS MATERIALIZED (SELECT tenant_id, ${rowKey} FROM stored WHERE (${rowKey}) NOT IN (SELECT ${rowKey} FROM fresh))`
}

/**
 * SQL that narrows rows of the same record to the same part of it, by a condition that no index serves: one that leads
 * with the part has the rows of all records.
 */
function isSamePart(one: string, other: string, parts: readonly string[]): string {
  return parts.map((name) => ` AND ${one}.${name} IS NOT DISTINCT FROM ${other}.${name}`).join('')
}
