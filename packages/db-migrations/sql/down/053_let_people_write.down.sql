-- Reverts 053_let_people_write. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '053_let_people_write' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 053_let_people_write', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP VIEW "lazi"."double_bookings";

ALTER POLICY "one_tenant" ON "sync"."waiting" TO lazi_reader;

REVOKE SELECT ON sync.waiting FROM lazi_writer;

ALTER POLICY "one_tenant" ON "sync"."followers" TO lazi_reader;

REVOKE SELECT ON sync.followers FROM lazi_writer;

DROP POLICY "one_tenant_locks" ON "lazi"."tag_types";

REVOKE UPDATE (version) ON lazi.tag_types FROM lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."tag_types" TO lazi_reader;

REVOKE SELECT ON lazi.tag_types FROM lazi_writer;

DROP POLICY "one_tenant_locks" ON "lazi"."business_units";

REVOKE UPDATE (version) ON lazi.business_units FROM lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."business_units" TO lazi_reader;

REVOKE SELECT ON lazi.business_units FROM lazi_writer;

DROP POLICY "one_tenant_locks" ON "lazi"."job_types";

REVOKE UPDATE (version) ON lazi.job_types FROM lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."job_types" TO lazi_reader;

REVOKE SELECT ON lazi.job_types FROM lazi_writer;

DROP POLICY "one_tenant_locks" ON "lazi"."campaigns";

REVOKE UPDATE (version) ON lazi.campaigns FROM lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."campaigns" TO lazi_reader;

REVOKE SELECT ON lazi.campaigns FROM lazi_writer;

DROP POLICY "one_tenant_locks" ON "lazi"."zones";

REVOKE UPDATE (version) ON lazi.zones FROM lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."zones" TO lazi_reader;

REVOKE SELECT ON lazi.zones FROM lazi_writer;

DROP POLICY "one_tenant_locks" ON "lazi"."job_cancel_reasons";

REVOKE UPDATE (version) ON lazi.job_cancel_reasons FROM lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."job_cancel_reasons" TO lazi_reader;

REVOKE SELECT ON lazi.job_cancel_reasons FROM lazi_writer;

DROP POLICY "one_tenant_locks" ON "lazi"."job_hold_reasons";

REVOKE UPDATE (version) ON lazi.job_hold_reasons FROM lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."job_hold_reasons" TO lazi_reader;

REVOKE SELECT ON lazi.job_hold_reasons FROM lazi_writer;

DROP POLICY "one_tenant_locks" ON "lazi"."technicians";

REVOKE UPDATE (version) ON lazi.technicians FROM lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."technicians" TO lazi_reader;

REVOKE SELECT ON lazi.technicians FROM lazi_writer;

DROP POLICY "one_tenant_locks" ON "sync"."domains";

REVOKE UPDATE (since) ON sync.domains FROM lazi_writer;

ALTER POLICY "one_tenant" ON "sync"."domains" TO lazi_reader;

REVOKE SELECT ON sync.domains FROM lazi_writer;

DROP POLICY "one_tenant_writes" ON "lazi"."change_positions";

REVOKE ALL ON lazi.change_positions FROM lazi_writer;

DROP POLICY "one_tenant_writes" ON "lazi"."changes";

REVOKE ALL ON lazi.changes FROM lazi_writer;

DROP POLICY "one_tenant_writes" ON "lazi"."customers";

REVOKE ALL ON lazi.customers FROM lazi_writer;

DROP POLICY "one_tenant_writes" ON "lazi"."customer_contacts";

REVOKE ALL ON lazi.customer_contacts FROM lazi_writer;

DROP POLICY "one_tenant_writes" ON "lazi"."locations";

REVOKE ALL ON lazi.locations FROM lazi_writer;

DROP POLICY "one_tenant_writes" ON "lazi"."location_contacts";

REVOKE ALL ON lazi.location_contacts FROM lazi_writer;

DROP POLICY "one_tenant_writes" ON "lazi"."jobs";

REVOKE ALL ON lazi.jobs FROM lazi_writer;

DROP POLICY "one_tenant_writes" ON "lazi"."appointments";

REVOKE ALL ON lazi.appointments FROM lazi_writer;

DROP POLICY "one_tenant_writes" ON "lazi"."appointment_assignments";

REVOKE ALL ON lazi.appointment_assignments FROM lazi_writer;

REVOKE EXECUTE ON FUNCTION lazi.projected_id(bigint, text, bigint) FROM lazi_writer;

REVOKE EXECUTE ON FUNCTION lazi.st_id_of(uuid) FROM lazi_writer;

REVOKE USAGE ON SCHEMA lazi, sync FROM lazi_writer;

DROP TABLE "lazi"."job_numbers";

DROP TABLE "sync"."outbox";

DELETE FROM public.pgmigrations WHERE name = '053_let_people_write';

COMMIT;
