-- Applies 040_create_audit_seals. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '039_create_audit_log' THEN
    RAISE EXCEPTION '040_create_audit_seals comes after 039_create_audit_log, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lazi_retention') THEN
    BEGIN
      CREATE ROLE lazi_retention NOLOGIN;
      COMMENT ON ROLE lazi_retention IS 'Deletes sealed entries of the audit log, through two functions that it owns. Grant it to no login.';
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'Role lazi_retention is missing, and % may not create roles', current_user
          USING ERRCODE = 'insufficient_privilege',
                HINT = 'Let an administrator run once: CREATE ROLE lazi_retention NOLOGIN; Then migrate again.';
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lazi_retention' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'Role lazi_retention bypasses row-level security'
      USING HINT = 'Let an administrator run once: ALTER ROLE lazi_retention NOSUPERUSER NOBYPASSRLS; Then migrate again.';
  END IF;
END $$;

CREATE TABLE "audit"."seals" (
  "tenant_id" bigint NOT NULL,
  "size" bigint NOT NULL CHECK (size > 0),
  "root" bytea NOT NULL CHECK (octet_length(root) = 32),
  "frontier" bytea[] NOT NULL,
  "through_at" timestamptz NOT NULL,
  "sealed_at" timestamptz NOT NULL,
  "prev_seal_hash" bytea CHECK (octet_length(prev_seal_hash) = 32),
  "note" text NOT NULL,
  "exported_at" timestamptz,
  "export_error" text
);
COMMENT ON COLUMN "audit"."seals"."tenant_id" IS $pga$The tenant; 0: the installation.$pga$;
COMMENT ON COLUMN "audit"."seals"."size" IS $pga$The number of entries sealed: the seq of the last one.$pga$;
COMMENT ON COLUMN "audit"."seals"."root" IS $pga$Root of the Merkle tree (RFC 6962) over the entries 1 to size.$pga$;
COMMENT ON COLUMN "audit"."seals"."frontier" IS $pga$Roots of the perfect subtrees, largest first: from here the next seal and a verification go on.$pga$;
COMMENT ON COLUMN "audit"."seals"."through_at" IS $pga$The time of the last sealed entry.$pga$;
COMMENT ON COLUMN "audit"."seals"."sealed_at" IS $pga$When it was sealed.$pga$;
COMMENT ON COLUMN "audit"."seals"."prev_seal_hash" IS $pga$SHA-256 of the former seal's note; NULL: the first seal.$pga$;
COMMENT ON COLUMN "audit"."seals"."note" IS $pga$The checkpoint as text, signed if there is a key: what is exported.$pga$;
COMMENT ON COLUMN "audit"."seals"."exported_at" IS $pga$When the note was written outside the database; NULL: not yet.$pga$;
COMMENT ON COLUMN "audit"."seals"."export_error" IS $pga$Why the last attempt to export it failed.$pga$;
COMMENT ON TABLE "audit"."seals" IS $pga$Seals of the audit log: each fixes all entries up to a seq.$pga$;

ALTER TABLE "audit"."seals"
  ADD CONSTRAINT "seals_pkey" PRIMARY KEY (tenant_id, size);

COMMENT ON INDEX audit.seals_pkey IS 'Query: the last seal of a tenant; the seals of a tenant in order';

CREATE INDEX seals_unexported_idx ON audit.seals (tenant_id, size) WHERE exported_at IS NULL;

COMMENT ON INDEX audit.seals_unexported_idx IS 'Query: the seals of a tenant that are not exported yet';

ALTER TABLE audit.seals OWNER TO lazi_migrator;

ALTER TABLE "audit"."seals"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "audit"."seals"
    FORCE ROW LEVEL SECURITY;

REVOKE UPDATE, DELETE, TRUNCATE ON audit.seals FROM lazi_migrator;

GRANT SELECT, INSERT ON audit.seals TO lazi_sync;

GRANT SELECT ON audit.seals TO lazi_writer;

CREATE POLICY "all_tenants_read" ON "audit"."seals" FOR SELECT TO lazi_migrator, lazi_sync USING (true);

CREATE POLICY "all_tenants_insert" ON "audit"."seals" FOR INSERT TO lazi_migrator, lazi_sync WITH CHECK (true);

CREATE POLICY "one_tenant_read" ON "audit"."seals" FOR SELECT TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT UPDATE (exported_at, export_error) ON audit.seals TO lazi_sync;

CREATE POLICY "all_tenants_export" ON "audit"."seals" FOR UPDATE TO lazi_sync USING (true);

CREATE TABLE "audit"."verifications" (
  "tenant_id" bigint NOT NULL,
  "verified_at" timestamptz NOT NULL,
  "from_seq" bigint NOT NULL,
  "to_seq" bigint NOT NULL,
  "outcome" text NOT NULL CHECK (outcome IN ('ok', 'broken', 'missing_key')),
  "first_bad_seq" bigint,
  "detail" text
);
COMMENT ON COLUMN "audit"."verifications"."tenant_id" IS $pga$The tenant; 0: the installation.$pga$;
COMMENT ON COLUMN "audit"."verifications"."verified_at" IS $pga$When the verification began.$pga$;
COMMENT ON COLUMN "audit"."verifications"."from_seq" IS $pga$The first entry that was read.$pga$;
COMMENT ON COLUMN "audit"."verifications"."to_seq" IS $pga$The last one; below from_seq: there was none.$pga$;
COMMENT ON COLUMN "audit"."verifications"."outcome" IS $pga$missing_key: all but the signatures is right, and no public key was given for these.$pga$;
COMMENT ON COLUMN "audit"."verifications"."first_bad_seq" IS $pga$The first entry that is wrong; NULL: none.$pga$;
COMMENT ON COLUMN "audit"."verifications"."detail" IS $pga$What was found.$pga$;
COMMENT ON TABLE "audit"."verifications" IS $pga$Results of sync audit verify.$pga$;

ALTER TABLE "audit"."verifications"
  ADD CONSTRAINT "verifications_pkey" PRIMARY KEY (tenant_id, verified_at);

COMMENT ON INDEX audit.verifications_pkey IS 'Query: the last verification of a tenant';

ALTER TABLE audit.verifications OWNER TO lazi_migrator;

ALTER TABLE "audit"."verifications"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "audit"."verifications"
    FORCE ROW LEVEL SECURITY;

REVOKE UPDATE, DELETE, TRUNCATE ON audit.verifications FROM lazi_migrator;

GRANT SELECT, INSERT ON audit.verifications TO lazi_sync;

GRANT SELECT ON audit.verifications TO lazi_writer;

CREATE POLICY "all_tenants_read" ON "audit"."verifications" FOR SELECT TO lazi_migrator, lazi_sync USING (true);

CREATE POLICY "all_tenants_insert" ON "audit"."verifications" FOR INSERT TO lazi_migrator, lazi_sync WITH CHECK (true);

CREATE POLICY "one_tenant_read" ON "audit"."verifications" FOR SELECT TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT USAGE ON SCHEMA audit TO lazi_retention;

GRANT SELECT, DELETE ON audit.positions TO lazi_retention;

CREATE POLICY "retention_read" ON "audit"."positions" FOR SELECT TO lazi_retention USING (true);

CREATE POLICY "retention_delete" ON "audit"."positions" FOR DELETE TO lazi_retention USING (true);

GRANT SELECT, DELETE ON audit.entries TO lazi_retention;

CREATE POLICY "retention_read" ON "audit"."entries" FOR SELECT TO lazi_retention USING (true);

CREATE POLICY "retention_delete" ON "audit"."entries" FOR DELETE TO lazi_retention USING (true);

GRANT SELECT, DELETE ON audit.seals TO lazi_retention;

CREATE POLICY "retention_read" ON "audit"."seals" FOR SELECT TO lazi_retention USING (true);

CREATE POLICY "retention_delete" ON "audit"."seals" FOR DELETE TO lazi_retention USING (true);

GRANT SELECT, DELETE ON audit.verifications TO lazi_retention;

CREATE POLICY "retention_read" ON "audit"."verifications" FOR SELECT TO lazi_retention USING (true);

CREATE POLICY "retention_delete" ON "audit"."verifications" FOR DELETE TO lazi_retention USING (true);

GRANT INSERT (tenant_id, seq, at, actor_kind, actor_id, actor_name, on_behalf_of, action, entity, entity_id, request_id, run_id, reason, changes, salt, changes_hash) ON audit.entries TO lazi_eraser;

GRANT SELECT, INSERT (tenant_id, epoch, last_seq, last_at), UPDATE (last_seq, last_at) ON audit.positions TO lazi_eraser;

CREATE POLICY "eraser_insert" ON "audit"."entries" FOR INSERT TO lazi_eraser WITH CHECK (action IN ('redact', 'erase'));

CREATE POLICY "eraser" ON "audit"."positions" FOR ALL TO lazi_eraser USING (true) WITH CHECK (true);

CREATE FUNCTION audit.trim(tenant bigint, through bigint, rows integer) RETURNS bigint
  LANGUAGE plpgsql VOLATILE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  removed bigint;
BEGIN
  IF NOT EXISTS (
    SELECT FROM audit.seals WHERE tenant_id = tenant AND size >= through AND exported_at IS NOT NULL) THEN
    RAISE EXCEPTION 'Entries of tenant % up to % are not sealed and exported', tenant, through
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF EXISTS (
    SELECT FROM audit.entries WHERE tenant_id = tenant AND seq <= through AND at > now() - interval '30 days') THEN
    RAISE EXCEPTION 'Entries of tenant % up to % are younger than 30 days', tenant, through
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM audit.entries
   WHERE tenant_id = tenant AND seq <= least(
           through, (SELECT min(seq) FROM audit.entries WHERE tenant_id = tenant) + rows - 1);
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;

COMMENT ON FUNCTION audit.trim(bigint, bigint, integer) IS 'Deletes the oldest entries of a tenant, at most so many rows, up to a seq that is sealed and exported, and none of the last 30 days. Returns their number.';

REVOKE ALL ON FUNCTION audit.trim(bigint, bigint, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION audit.trim(bigint, bigint, integer) TO lazi_sync;

CREATE FUNCTION audit.remove_tenant(tenant bigint) RETURNS bigint
  LANGUAGE plpgsql VOLATILE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  removed bigint;
BEGIN
  IF tenant = 0 THEN
    RAISE EXCEPTION 'The log of the installation is not removed'
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF EXISTS (
    SELECT FROM audit.entries WHERE tenant_id = tenant AND seq > coalesce((
             SELECT max(size) FROM audit.seals WHERE tenant_id = tenant AND exported_at IS NOT NULL), 0)) THEN
    RAISE EXCEPTION 'An entry of tenant % is not sealed and exported', tenant
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM audit.entries WHERE tenant_id = tenant;
  GET DIAGNOSTICS removed = ROW_COUNT;
  DELETE FROM audit.seals WHERE tenant_id = tenant;
  DELETE FROM audit.verifications WHERE tenant_id = tenant;
  DELETE FROM audit.positions WHERE tenant_id = tenant;
  RETURN removed;
END $$;

COMMENT ON FUNCTION audit.remove_tenant(bigint) IS 'Deletes the audit log of a tenant, once all of it is sealed and exported. Returns the number of entries.';

REVOKE ALL ON FUNCTION audit.remove_tenant(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION audit.remove_tenant(bigint) TO lazi_sync;

DO $$
DECLARE
  is_member constant boolean := pg_has_role('lazi_retention', CASE
    WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END);
BEGIN
  IF NOT is_member THEN
    BEGIN
      GRANT lazi_retention TO CURRENT_USER;
    EXCEPTION
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION '% is not a member of role lazi_retention, which is to own two functions', current_user
          USING ERRCODE = 'insufficient_privilege',
                HINT = format('Let an administrator run once: GRANT lazi_retention TO %I; Then migrate again. Afterwards: REVOKE lazi_retention FROM %I;', current_user, current_user);
    END;
  END IF;
  GRANT CREATE ON SCHEMA audit TO lazi_retention;
  ALTER FUNCTION audit.trim(bigint, bigint, integer) OWNER TO lazi_retention;
  ALTER FUNCTION audit.remove_tenant(bigint) OWNER TO lazi_retention;
  REVOKE CREATE ON SCHEMA audit FROM lazi_retention;
  IF NOT is_member THEN
    REVOKE lazi_retention FROM CURRENT_USER;
  END IF;
END $$;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('040_create_audit_seals', now() AT TIME ZONE 'UTC');

COMMIT;
