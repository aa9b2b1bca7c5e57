import type pg from 'pg'

/**
 * Obstacles to replacing the tables `old`, one line each: objects in schema raw other than the tables `known`, and
 * objects that depend on the old tables and would be lost or broken. Reads only.
 */
export async function findObstacles(
  client: pg.ClientBase,
  { old, known }: { readonly old: readonly string[]; readonly known: readonly string[] },
): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(obstaclesSql, [old, known])
  return rows.map(({ line }) => line)
}

/** Trigger functions in schema raw that only the old tables use: dropped once all tables are converted. */
export async function findTouchFunctions(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT p.oid::regprocedure::text AS name FROM pg_proc p
      WHERE p.pronamespace = to_regnamespace('raw') AND ${isTouch} ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}

/** SQL condition: a trigger function that only sets updated_at. */
const isTouch = `(p.prorettype = 'trigger'::regtype AND regexp_replace(p.prosrc, '--[^\\n]*', '', 'g')
  ~* '^\\s*BEGIN\\s+NEW[.]updated_at\\s*:?=[^;]*;\\s*RETURN\\s+NEW\\s*;\\s*END\\s*;?\\s*$')`

const obstaclesSql = `
WITH space AS (SELECT to_regnamespace('raw')::oid AS oid),
old AS (SELECT c.* FROM pg_class c JOIN space s ON c.relnamespace = s.oid WHERE c.relkind = 'r' AND c.relname = ANY ($1::text[])),
known AS (SELECT c.oid FROM pg_class c JOIN space s ON c.relnamespace = s.oid WHERE c.relkind = 'r' AND c.relname = ANY ($2::text[])),
touch AS (SELECT p.oid, p.pronamespace FROM pg_proc p WHERE ${isTouch}),
old_object AS (
  SELECT 'pg_class'::regclass AS class, oid AS object, oid AS relation FROM old
  UNION ALL SELECT 'pg_type'::regclass, t.oid, old.oid FROM old JOIN pg_type t ON t.typrelid = old.oid
  UNION ALL SELECT 'pg_type'::regclass, t.typarray, old.oid FROM old JOIN pg_type t ON t.typrelid = old.oid
)
SELECT DISTINCT line COLLATE "C" AS line FROM (
  SELECT 'unknown in schema raw: ' || pg_describe_object(d.classid, d.objid, d.objsubid) AS line
    FROM pg_depend d JOIN space s ON d.refclassid = 'pg_namespace'::regclass AND d.refobjid = s.oid
   WHERE d.classid <> 'pg_default_acl'::regclass
     AND NOT (d.classid = 'pg_class'::regclass AND d.objid IN (SELECT oid FROM known))
     AND NOT (d.classid = 'pg_proc'::regclass AND d.objid IN (SELECT oid FROM touch))
     -- A serial column's sequence belongs to its column.
     AND NOT EXISTS (SELECT FROM pg_depend own WHERE own.classid = d.classid AND own.objid = d.objid
                        AND own.refclassid = 'pg_class'::regclass AND own.refobjid IN (SELECT oid FROM known) AND own.deptype IN ('a', 'i'))
  UNION ALL
  SELECT format('foreign key %I on %s: %s', k.conname, k.conrelid::regclass, pg_get_constraintdef(k.oid))
    FROM pg_constraint k WHERE k.contype = 'f' AND (k.conrelid IN (SELECT oid FROM old) OR k.confrelid IN (SELECT oid FROM old))
  UNION ALL
  SELECT format('trigger %I on raw.%I: its function %s does more than set updated_at', t.tgname, old.relname, t.tgfoid::regprocedure)
    FROM pg_trigger t JOIN old ON t.tgrelid = old.oid WHERE NOT t.tgisinternal AND t.tgfoid NOT IN (SELECT oid FROM touch)
  UNION ALL
  SELECT format('trigger %I on %s uses %s of schema raw', t.tgname, t.tgrelid::regclass, t.tgfoid::regprocedure)
    FROM pg_trigger t JOIN touch ON t.tgfoid = touch.oid JOIN space s ON touch.pronamespace = s.oid
   WHERE t.tgrelid NOT IN (SELECT oid FROM known)
  UNION ALL
  SELECT format('rule %I on raw.%I', r.rulename, old.relname) FROM pg_rewrite r JOIN old ON r.ev_class = old.oid
  UNION ALL
  SELECT format('row level security on raw.%I', relname) FROM old
   WHERE relrowsecurity OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = old.oid)
  UNION ALL
  SELECT format('inheritance: %s is a child of %s', i.inhrelid::regclass, i.inhparent::regclass) FROM pg_inherits i
   WHERE i.inhrelid IN (SELECT oid FROM old) OR i.inhparent IN (SELECT oid FROM old)
  UNION ALL
  SELECT format('publication %I has raw.%I', p.pubname, old.relname)
    FROM pg_publication_rel r JOIN old ON r.prrelid = old.oid JOIN pg_publication p ON p.oid = r.prpubid
  UNION ALL
  SELECT format('depends on raw.%I: %s', t.relname,
                coalesce('view ' || w.ev_class::regclass, pg_describe_object(d.classid, d.objid, d.objsubid)))
    FROM pg_depend d
    JOIN old_object o ON d.refclassid = o.class AND d.refobjid = o.object
    JOIN old t ON t.oid = o.relation
    LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
   WHERE d.deptype = 'n'
     AND CASE d.classid
           WHEN 'pg_rewrite'::regclass THEN w.ev_class <> t.oid
           WHEN 'pg_trigger'::regclass THEN (SELECT tgrelid <> t.oid FROM pg_trigger WHERE oid = d.objid)
           WHEN 'pg_constraint'::regclass THEN (SELECT conrelid <> t.oid AND contype <> 'f' FROM pg_constraint WHERE oid = d.objid)
           WHEN 'pg_attrdef'::regclass THEN (SELECT adrelid <> t.oid FROM pg_attrdef WHERE oid = d.objid)
           WHEN 'pg_class'::regclass THEN NOT EXISTS (SELECT FROM pg_index WHERE indexrelid = d.objid AND indrelid = t.oid)
           ELSE true END
) AS lines ORDER BY 1`
