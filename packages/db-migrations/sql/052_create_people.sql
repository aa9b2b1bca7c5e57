-- Applies 052_create_people. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '051_add_list_reads_to_sync_state' THEN
    RAISE EXCEPTION '052_create_people comes after 051_add_list_reads_to_sync_state, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "api"."people" (
  "tenant_id" bigint NOT NULL,
  "person_id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  "name" text NOT NULL CHECK (name <> '' AND length(name) <= 200),
  "email" text CHECK (length(email) <= 320),
  "role" text NOT NULL CHECK (role IN ('reader', 'dispatcher', 'office', 'admin')),
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "deactivated_at" timestamptz
);
COMMENT ON COLUMN "api"."people"."tenant_id" IS $pga$The tenant in which the person works.$pga$;
COMMENT ON COLUMN "api"."people"."person_id" IS $pga$The person, for people to refer to.$pga$;
COMMENT ON COLUMN "api"."people"."name" IS $pga$As it is shown, and recorded with each change.$pga$;
COMMENT ON COLUMN "api"."people"."email" IS $pga$The address of the person; NULL: none.$pga$;
COMMENT ON COLUMN "api"."people"."role" IS $pga$What the person may do. reader: read; dispatcher: also change appointments, assignments and the status of jobs; office: also change customers, contacts, locations and jobs; admin: everything.$pga$;
COMMENT ON COLUMN "api"."people"."created_at" IS $pga$When the person was added.$pga$;
COMMENT ON COLUMN "api"."people"."deactivated_at" IS $pga$Since when the keys of the person are refused; NULL: they are not.$pga$;
COMMENT ON TABLE "api"."people" IS $pga$The persons who use LAZI, each in one tenant.$pga$;

ALTER TABLE "api"."people"
  ADD CONSTRAINT "people_pkey" PRIMARY KEY (tenant_id, person_id);

COMMENT ON INDEX api.people_pkey IS 'Query: a person by their id; the persons of a tenant';

ALTER TABLE api.people OWNER TO lazi_migrator;

GRANT SELECT ON api.people TO lazi_api;

GRANT SELECT, INSERT, UPDATE (name, email, role, deactivated_at) ON api.people TO lazi_writer;

ALTER TABLE "api"."people"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "api"."people"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "api"."people" FOR ALL TO lazi_migrator USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "api"."people" FOR ALL TO lazi_api, lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER TABLE "api"."keys"
  ADD "person_id" bigint;
COMMENT ON COLUMN "api"."keys"."person_id" IS $pga$The person whose key it is; NULL: it is that of an app.$pga$;

ALTER TABLE "api"."keys"
  ADD CONSTRAINT "keys_person_fkey" FOREIGN KEY ("tenant_id", "person_id") REFERENCES api.people (tenant_id, person_id);

ALTER TABLE "api"."keys" DROP CONSTRAINT "keys_scopes_check";

ALTER TABLE "api"."keys"
  ADD CONSTRAINT "keys_scopes_check" CHECK (scopes <@ ARRAY['read', 'write:dispatch', 'write:records', 'sync', 'admin']         AND (cardinality(scopes) > 0) = (person_id IS NULL));

COMMENT ON COLUMN api.keys.scopes IS 'What the key of an app allows; empty: it belongs to a person, whose role says it. read: read everything that is not for administrators; write:dispatch: change appointments, assignments and the status of jobs; write:records: change customers, contacts, locations and jobs; sync: request syncs; admin: everything.';

GRANT SELECT (person_id) ON api.keys TO lazi_writer;

CREATE OR REPLACE FUNCTION api.revoke_tenant_keys(tenant bigint) RETURNS bigint
  LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  BEGIN ATOMIC
    WITH revoked AS (
      UPDATE api.keys SET revoked_at = now() WHERE tenant_id = tenant AND revoked_at IS NULL RETURNING 1),
    emptied AS (
      UPDATE api.people SET name = 'Removed', email = NULL, deactivated_at = coalesce(deactivated_at, now())
       WHERE tenant_id = tenant)
    SELECT count(*) FROM revoked;
  END;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('052_create_people', now() AT TIME ZONE 'UTC');

COMMIT;
