-- Reverts 026_add_epoch_of_change_feeds. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '026_add_epoch_of_change_feeds' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 026_add_epoch_of_change_feeds', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

ALTER POLICY "one_tenant" ON "raw"."change_positions" TO lazi_reader;

REVOKE SELECT (tenant_id, epoch) ON raw.change_positions FROM lazi_api;

ALTER TABLE "raw"."change_positions"
  DROP "epoch";

DELETE FROM public.pgmigrations WHERE name = '026_add_epoch_of_change_feeds';

COMMIT;
