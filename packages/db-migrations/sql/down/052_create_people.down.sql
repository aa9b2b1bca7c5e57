-- Reverts 052_create_people. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '052_create_people' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 052_create_people', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

CREATE OR REPLACE FUNCTION api.revoke_tenant_keys(tenant bigint) RETURNS bigint
  LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  BEGIN ATOMIC
    WITH revoked AS (
      UPDATE api.keys SET revoked_at = now() WHERE tenant_id = tenant AND revoked_at IS NULL RETURNING 1)
    SELECT count(*) FROM revoked;
  END;

UPDATE api.keys SET scopes = '{read}', revoked_at = coalesce(revoked_at, now())
      WHERE NOT (scopes <@ ARRAY['read', 'sync', 'admin'] AND cardinality(scopes) > 0);

REVOKE SELECT (person_id) ON api.keys FROM lazi_writer;

ALTER TABLE "api"."keys" DROP CONSTRAINT "keys_scopes_check";

ALTER TABLE "api"."keys"
  ADD CONSTRAINT "keys_scopes_check" CHECK (scopes <@ ARRAY['read', 'sync', 'admin'] AND cardinality(scopes) > 0);

COMMENT ON COLUMN api.keys.scopes IS 'What it permits. read: read the cache; sync: also request syncs; admin: also see payloads and decide on quarantined records.';

ALTER TABLE "api"."keys" DROP CONSTRAINT "keys_person_fkey";

ALTER TABLE "api"."keys"
  DROP "person_id";

DROP TABLE "api"."people";

DELETE FROM public.pgmigrations WHERE name = '052_create_people';

COMMIT;
