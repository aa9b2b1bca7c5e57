import type { MigrationBuilder } from 'node-pg-migrate'
import { secureTable, unsecureTable } from '../src/authoring/v1/cache-table.ts'

export function up(pgm: MigrationBuilder): void {
  pgm.sql(createRoles)
  pgm.sql(becomeMigrator)
  pgm.sql('ALTER SCHEMA raw OWNER TO lazi_migrator;')
  pgm.sql('GRANT USAGE ON SCHEMA raw TO lazi_sync, lazi_reader;')
  for (const table of tables) secureTable(pgm, table)
  pgm.sql('GRANT USAGE ON ALL SEQUENCES IN SCHEMA raw TO lazi_sync;')
  hidePayloads(pgm)
  grantOnFutureTables(pgm)
  pgm.sql(grantLedger)
}

export function down(pgm: MigrationBuilder): void {
  pgm.sql(revokeLedger)
  revokeOnFutureTables(pgm)
  pgm.sql('REVOKE ALL ON ALL SEQUENCES IN SCHEMA raw FROM lazi_sync;')
  for (const table of tables.toReversed()) unsecureTable(pgm, table)
  pgm.sql('REVOKE ALL ON SCHEMA raw FROM lazi_sync, lazi_reader;')
  pgm.sql('ALTER SCHEMA raw OWNER TO CURRENT_USER;')
  pgm.sql(dropRoles)
}

const tables = [
  'tenants',
  'sync_state',
  'sync_runs',
  'quarantine',
  'api_drift',
  'st_locations',
  'st_jobs',
  'st_appointments',
  'st_technicians',
  'st_appointment_assignments',
  'st_customers',
  'st_customer_contacts',
  'st_location_contacts',
  'st_business_units',
  'st_campaigns',
  'st_job_types',
  'st_zones',
  'st_teams',
  'st_tag_types',
  'st_employees',
  'st_invoices',
  'st_payments',
  'st_estimates',
]

/** A payload is the record as received: with the fields that are dropped from full_data because they are sensitive. */
function hidePayloads(pgm: MigrationBuilder): void {
  pgm.sql('REVOKE SELECT ON raw.quarantine FROM lazi_reader;')
  pgm.sql(
    `GRANT SELECT (tenant_id, quarantine_id, table_name, record_key, error_code, error, run_id, attempts, first_seen_at,
       last_seen_at, resolved_at) ON raw.quarantine TO lazi_reader;`,
  )
}

/** Privileges only: each new table has to turn on its own row-level security (`secured` of createCacheTable). */
function grantOnFutureTables(pgm: MigrationBuilder): void {
  for (const owner of ['lazi_migrator', 'CURRENT_USER']) {
    const defaults = `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA raw`
    pgm.sql(`${defaults} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO lazi_sync;`)
    pgm.sql(`${defaults} GRANT USAGE ON SEQUENCES TO lazi_sync;`)
    pgm.sql(`${defaults} GRANT SELECT ON TABLES TO lazi_reader;`)
  }
}

function revokeOnFutureTables(pgm: MigrationBuilder): void {
  for (const owner of ['lazi_migrator', 'CURRENT_USER']) {
    const defaults = `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA raw`
    pgm.sql(`${defaults} REVOKE ALL ON TABLES FROM lazi_sync, lazi_reader;`)
    pgm.sql(`${defaults} REVOKE ALL ON SEQUENCES FROM lazi_sync;`)
  }
}

// Roles belong to the whole server: another database may have them already, or be making them at this moment.
const createRoles = `
DO $$
DECLARE
  wanted constant jsonb := '{
    "lazi_migrator": "Owns schema raw. Grant it to the login that runs migrations.",
    "lazi_sync": "Writes schema raw. Grant it to the login of the sync.",
    "lazi_reader": "Reads schema raw, one tenant at a time: the one in the setting lazi.tenant_id."}';
  role_name text;
BEGIN
  FOR role_name IN SELECT jsonb_object_keys(wanted) EXCEPT SELECT rolname::text FROM pg_roles ORDER BY 1 LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
      EXECUTE format('COMMENT ON ROLE %I IS %L', role_name, wanted ->> role_name);
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'Role % is missing, and % may not create roles', role_name, current_user
          USING ERRCODE = 'insufficient_privilege', HINT = format(
            'Let an administrator run once: %sGRANT lazi_migrator TO %I; Then migrate again.',
            (SELECT string_agg(format('CREATE ROLE %I NOLOGIN; ', missing), '' ORDER BY missing)
               FROM (SELECT jsonb_object_keys(wanted) EXCEPT SELECT rolname::text FROM pg_roles) AS m (missing)),
            current_user);
    END;
  END LOOP;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname IN ('lazi_sync', 'lazi_reader') AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'Role lazi_sync or lazi_reader passes over row-level security'
      USING HINT = 'Let an administrator run once: ALTER ROLE lazi_sync NOSUPERUSER NOBYPASSRLS; ALTER ROLE lazi_reader NOSUPERUSER NOBYPASSRLS; Then migrate again.';
  END IF;
END $$;`

// Who gives a table away must be a member of its new owner, and has to be one to alter it later.
const becomeMigrator = `
DO $$
BEGIN
  IF NOT pg_has_role('lazi_migrator', 'USAGE') OR NOT pg_has_role('lazi_migrator',
       CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
    GRANT lazi_migrator TO CURRENT_USER;
  END IF;
EXCEPTION
  WHEN unique_violation THEN NULL;
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION '% is not a member of role lazi_migrator, which is to own schema raw', current_user
      USING ERRCODE = 'insufficient_privilege',
            HINT = format('Let an administrator run once: GRANT lazi_migrator TO %I; Then migrate again.', current_user);
END $$;`

// Apps read the ledger at start, to know that the schema is theirs; a login that migrates writes it.
const grantLedger = `
DO $$
BEGIN
  IF (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.pgmigrations')) THEN
    GRANT SELECT ON public.pgmigrations TO lazi_sync, lazi_reader;
    GRANT SELECT, INSERT, UPDATE, DELETE ON public.pgmigrations TO lazi_migrator;
    GRANT USAGE ON SEQUENCE public.pgmigrations_id_seq TO lazi_migrator;
  END IF;
  IF (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.pgmigrations_checksums')) THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON public.pgmigrations_checksums TO lazi_migrator;
  END IF;
END $$;`

const revokeLedger = `
DO $$
BEGIN
  IF (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.pgmigrations')) THEN
    REVOKE ALL ON public.pgmigrations FROM lazi_sync, lazi_reader, lazi_migrator;
    REVOKE ALL ON SEQUENCE public.pgmigrations_id_seq FROM lazi_migrator;
  END IF;
  IF (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.pgmigrations_checksums')) THEN
    REVOKE ALL ON public.pgmigrations_checksums FROM lazi_migrator;
  END IF;
END $$;`

// A role goes only if nobody needs it: no other database of the server, no object, no login that was given it.
const dropRoles = `
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['lazi_migrator', 'lazi_reader', 'lazi_sync'] LOOP
    CONTINUE WHEN EXISTS (
      SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
       WHERE r.rolname = role_name AND m.member <> current_user::regrole);
    BEGIN
      EXECUTE format('DROP ROLE IF EXISTS %I', role_name);
    EXCEPTION
      WHEN dependent_objects_still_exist OR object_in_use OR insufficient_privilege OR lock_not_available THEN NULL;
    END;
  END LOOP;
END $$;`
