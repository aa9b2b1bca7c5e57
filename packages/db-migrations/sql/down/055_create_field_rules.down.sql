-- Reverts 055_create_field_rules. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '055_create_field_rules' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 055_create_field_rules', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP TABLE "sync"."field_rules";

DELETE FROM public.pgmigrations WHERE name = '055_create_field_rules';

COMMIT;
