-- Reverts 029_create_adopted_columns. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '029_create_adopted_columns' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 029_create_adopted_columns', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
SELECT tenant_id, table_name, 'adopted_columns/' || st_id, values::json, 'columns without a place in the schema; kept when the database was adopted', now(), now() FROM raw.adopted_columns;

DROP TABLE "raw"."adopted_columns";

DELETE FROM public.pgmigrations WHERE name = '029_create_adopted_columns';

COMMIT;
