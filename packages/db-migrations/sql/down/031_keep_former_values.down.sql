-- Reverts 031_keep_former_values. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '031_keep_former_values' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 031_keep_former_values', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

COMMENT ON COLUMN raw.tenants.settings IS 'Choices of the tenant: droppedPaths, an object of table name to a list of JSON paths left out of full_data.';

ALTER TABLE "raw"."changes"
  DROP "before",
  DROP "added",
  DROP "before_columns",
  DROP "run_id";

DELETE FROM public.pgmigrations WHERE name = '031_keep_former_values';

COMMIT;
