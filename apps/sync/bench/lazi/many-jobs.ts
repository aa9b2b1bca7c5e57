import { jobs } from '../common/changed-jobs.ts'
import type { BenchDatabase } from '../common/server.ts'

/**
 * Copies jobs of the cache, with other ids, until there are `count`, and has the projector build their records: a first
 * sync of a million would take minutes. Records of copies refer to the same customers, locations …
 */
export async function growJobs({ admin }: BenchDatabase, count: number): Promise<void> {
  const { rows } = await admin.query<{ columns: string; values: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns,
            string_agg(CASE attname
              WHEN 'st_id' THEN 'st_id + shift'
              WHEN 'full_data' THEN 'jsonb_set(full_data, ''{id}'', to_jsonb(st_id + shift))'
              ELSE quote_ident(attname) END, ', ' ORDER BY attnum) AS values
       FROM pg_attribute WHERE attrelid = 'raw.${jobs.name}'::regclass AND attnum > 0 AND attgenerated = ''
        AND NOT attisdropped`,
  )
  const [{ columns, values } = { columns: '', values: '' }] = rows
  await admin.query(
    `INSERT INTO raw.${jobs.name} (${columns})
     SELECT ${values}
       FROM (SELECT count(*) AS stored, max(st_id) - min(st_id) + 1 AS width FROM raw.${jobs.name}) AS size,
            LATERAL generate_series(1, ceil($1::bigint / stored::float8)::bigint - 1) AS copy,
            LATERAL (SELECT copy * width AS shift) AS shifted,
            LATERAL (SELECT * FROM raw.${jobs.name} ORDER BY st_id LIMIT $1 - copy * stored) AS job`,
    [count],
  )
  await admin.query(`UPDATE sync.followers SET ready = array_remove(ready, 'jobs')`)
  await admin.query(`VACUUM (ANALYZE) raw.${jobs.name}`)
}
