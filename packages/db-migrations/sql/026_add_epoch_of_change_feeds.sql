-- Applies 026_add_epoch_of_change_feeds. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '025_revoke_keys_of_removed_tenants' THEN
    RAISE EXCEPTION '026_add_epoch_of_change_feeds comes after 025_revoke_keys_of_removed_tenants, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

ALTER TABLE "raw"."change_positions"
  ADD "epoch" uuid DEFAULT gen_random_uuid() NOT NULL;
COMMENT ON COLUMN "raw"."change_positions"."epoch" IS $pga$The feed's identity: a tenant that is removed and added again has another. A consumer that stored a different one must read the tables again.$pga$;

INSERT INTO raw.change_positions (tenant_id, updated_at) SELECT tenant_id, now() FROM raw.tenants
    ON CONFLICT (tenant_id) DO NOTHING;

GRANT SELECT (tenant_id, epoch) ON raw.change_positions TO lazi_api;

ALTER POLICY "one_tenant" ON "raw"."change_positions" TO lazi_reader, lazi_api;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('026_add_epoch_of_change_feeds', now() AT TIME ZONE 'UTC');

COMMIT;
