import type pg from 'pg'

/** One object of the schema as a line of text, such as `raw.st_jobs.status | text`. */
export type CatalogLine = string

/**
 * Everything that migrations make in the given schemas, as sorted lines that compare as text: columns by
 * name and not by position (one that was dropped and made again comes last), and every comment.
 */
export async function readCatalog(
  client: pg.ClientBase,
  schemas: readonly string[] = ['raw'],
): Promise<CatalogLine[]> {
  const { rows } = await client.query<{ line: string }>(catalogSql, [schemas])
  return rows.map(({ line }) => line)
}

const catalogSql = `
WITH space AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = ANY ($1::text[])),
relation AS (SELECT c.*, s.nspname FROM pg_class c JOIN space s ON s.oid = c.relnamespace)
SELECT line COLLATE "C" AS line FROM (
  SELECT format('schema %s | %s', nspname, obj_description(oid, 'pg_namespace')) AS line FROM space
  UNION ALL
  SELECT format('relation %s.%s | %s | row security %s, forced %s | %s | %s', nspname, relname, relkind,
                relrowsecurity, relforcerowsecurity, reloptions, obj_description(oid, 'pg_class'))
    FROM relation WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
  UNION ALL
  SELECT format('column %s.%s.%s | %s | not null %s | default %s | identity %s | %s', r.nspname, r.relname, a.attname,
                format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity,
                col_description(r.oid, a.attnum))
    FROM relation r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
    WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f')
  UNION ALL
  SELECT format('constraint %s.%s.%s | %s | validated %s', r.nspname, r.relname, c.conname, pg_get_constraintdef(c.oid),
                c.convalidated)
    FROM relation r JOIN pg_constraint c ON c.conrelid = r.oid
    -- PostgreSQL 18 lists NOT NULL here too; older ones only with the column.
    WHERE c.contype <> 'n'
  UNION ALL
  SELECT format('index %s | valid %s | %s', pg_get_indexdef(i.indexrelid), i.indisvalid,
                obj_description(i.indexrelid, 'pg_class'))
    FROM relation r JOIN pg_index i ON i.indrelid = r.oid
    WHERE r.relkind IN ('r', 'p', 'm')
  UNION ALL
  SELECT format('view %s.%s | %s', nspname, relname, pg_get_viewdef(oid)) FROM relation WHERE relkind IN ('v', 'm')
  UNION ALL
  SELECT format('function %s | %s', p.oid::regprocedure, pg_get_functiondef(p.oid))
    FROM pg_proc p JOIN space s ON s.oid = p.pronamespace WHERE p.prokind IN ('f', 'p')
  UNION ALL
  SELECT format('trigger %s', pg_get_triggerdef(t.oid)) FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid
    WHERE NOT t.tgisinternal
  UNION ALL
  SELECT format('policy %s.%s.%s | %s | %s | %s | %s', r.nspname, r.relname, p.polname, p.polcmd, p.polpermissive,
                pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
    FROM pg_policy p JOIN relation r ON r.oid = p.polrelid
  UNION ALL
  SELECT format('sequence %s.%s', nspname, relname) FROM relation WHERE relkind = 'S'
) AS lines ORDER BY 1`
