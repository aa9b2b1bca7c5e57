-- Applies 053_let_people_write. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '052_create_people' THEN
    RAISE EXCEPTION '053_let_people_write comes after 052_create_people, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "sync"."outbox" (
  "tenant_id" bigint NOT NULL,
  "table_name" text NOT NULL,
  "record_id" uuid NOT NULL,
  "op" text NOT NULL CHECK (op IN ('create', 'update', 'delete')),
  "base" jsonb NOT NULL,
  "state" text DEFAULT $pga$kept$pga$ NOT NULL CHECK (state IN ('kept')),
  "first_edited_at" timestamptz NOT NULL,
  "updated_at" timestamptz NOT NULL
);
COMMENT ON COLUMN "sync"."outbox"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "sync"."outbox"."table_name" IS $pga$The table in schema lazi, such as jobs.$pga$;
COMMENT ON COLUMN "sync"."outbox"."record_id" IS $pga$The record.$pga$;
COMMENT ON COLUMN "sync"."outbox"."op" IS $pga$What ServiceTitan lacks: the whole record, changes of it, or its removal.$pga$;
COMMENT ON COLUMN "sync"."outbox"."base" IS $pga$By field: the value on which both sides agreed last. Fields that agree are not in it.$pga$;
COMMENT ON COLUMN "sync"."outbox"."state" IS $pga$kept: LAZI owns the record, and nothing is sent.$pga$;
COMMENT ON COLUMN "sync"."outbox"."first_edited_at" IS $pga$Since when the record differs.$pga$;
COMMENT ON COLUMN "sync"."outbox"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON TABLE "sync"."outbox" IS $pga$LAZI's records that differ from ServiceTitan's, because people changed them in LAZI.$pga$;

ALTER TABLE "sync"."outbox"
  ADD CONSTRAINT "outbox_pkey" PRIMARY KEY (tenant_id, table_name, record_id);

COMMENT ON INDEX sync.outbox_pkey IS 'Query: what a record was before people changed it';

ALTER TABLE sync.outbox OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON sync.outbox TO lazi_sync;

GRANT SELECT ON sync.outbox TO lazi_reader;

ALTER TABLE "sync"."outbox"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "sync"."outbox"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "sync"."outbox" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "sync"."outbox" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."job_numbers" (
  "tenant_id" bigint NOT NULL,
  "last_number" bigint NOT NULL
);
COMMENT ON COLUMN "lazi"."job_numbers"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."job_numbers"."last_number" IS $pga$The number given last.$pga$;
COMMENT ON TABLE "lazi"."job_numbers" IS $pga$The numbers of jobs that were created in LAZI: an L, and a number that rises per tenant.$pga$;

ALTER TABLE "lazi"."job_numbers"
  ADD CONSTRAINT "job_numbers_pkey" PRIMARY KEY (tenant_id);

COMMENT ON INDEX lazi.job_numbers_pkey IS 'Query: the number that a tenant gave last';

ALTER TABLE lazi.job_numbers OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.job_numbers TO lazi_sync;

GRANT SELECT ON lazi.job_numbers TO lazi_reader;

ALTER TABLE "lazi"."job_numbers"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."job_numbers"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."job_numbers" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."job_numbers" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT USAGE ON SCHEMA lazi, sync TO lazi_writer;

GRANT EXECUTE ON FUNCTION lazi.projected_id(bigint, text, bigint) TO lazi_writer;

GRANT EXECUTE ON FUNCTION lazi.st_id_of(uuid) TO lazi_writer;

GRANT SELECT, INSERT, UPDATE ON lazi.customers TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "lazi"."customers" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT, INSERT, UPDATE ON lazi.customer_contacts TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "lazi"."customer_contacts" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT, INSERT, UPDATE ON lazi.locations TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "lazi"."locations" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT, INSERT, UPDATE ON lazi.location_contacts TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "lazi"."location_contacts" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT, INSERT, UPDATE ON lazi.jobs TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "lazi"."jobs" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT, INSERT, UPDATE ON lazi.appointments TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "lazi"."appointments" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT, INSERT, UPDATE ON lazi.appointment_assignments TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "lazi"."appointment_assignments" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT, INSERT, UPDATE, DELETE ON sync.outbox TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "sync"."outbox" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT, INSERT, UPDATE ON lazi.job_numbers TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "lazi"."job_numbers" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT, INSERT ON lazi.changes TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "lazi"."changes" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT, INSERT, UPDATE (last_seq, updated_at) ON lazi.change_positions TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "lazi"."change_positions" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT ON lazi.tag_types TO lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."tag_types" TO lazi_reader, lazi_writer;

GRANT UPDATE (version) ON lazi.tag_types TO lazi_writer;

CREATE POLICY "one_tenant_locks" ON "lazi"."tag_types" FOR UPDATE TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (false);

GRANT SELECT ON lazi.business_units TO lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."business_units" TO lazi_reader, lazi_writer;

GRANT UPDATE (version) ON lazi.business_units TO lazi_writer;

CREATE POLICY "one_tenant_locks" ON "lazi"."business_units" FOR UPDATE TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (false);

GRANT SELECT ON lazi.job_types TO lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."job_types" TO lazi_reader, lazi_writer;

GRANT UPDATE (version) ON lazi.job_types TO lazi_writer;

CREATE POLICY "one_tenant_locks" ON "lazi"."job_types" FOR UPDATE TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (false);

GRANT SELECT ON lazi.campaigns TO lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."campaigns" TO lazi_reader, lazi_writer;

GRANT UPDATE (version) ON lazi.campaigns TO lazi_writer;

CREATE POLICY "one_tenant_locks" ON "lazi"."campaigns" FOR UPDATE TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (false);

GRANT SELECT ON lazi.zones TO lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."zones" TO lazi_reader, lazi_writer;

GRANT UPDATE (version) ON lazi.zones TO lazi_writer;

CREATE POLICY "one_tenant_locks" ON "lazi"."zones" FOR UPDATE TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (false);

GRANT SELECT ON lazi.job_cancel_reasons TO lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."job_cancel_reasons" TO lazi_reader, lazi_writer;

GRANT UPDATE (version) ON lazi.job_cancel_reasons TO lazi_writer;

CREATE POLICY "one_tenant_locks" ON "lazi"."job_cancel_reasons" FOR UPDATE TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (false);

GRANT SELECT ON lazi.job_hold_reasons TO lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."job_hold_reasons" TO lazi_reader, lazi_writer;

GRANT UPDATE (version) ON lazi.job_hold_reasons TO lazi_writer;

CREATE POLICY "one_tenant_locks" ON "lazi"."job_hold_reasons" FOR UPDATE TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (false);

GRANT SELECT ON lazi.technicians TO lazi_writer;

ALTER POLICY "one_tenant" ON "lazi"."technicians" TO lazi_reader, lazi_writer;

GRANT UPDATE (version) ON lazi.technicians TO lazi_writer;

CREATE POLICY "one_tenant_locks" ON "lazi"."technicians" FOR UPDATE TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (false);

GRANT SELECT ON sync.domains TO lazi_writer;

ALTER POLICY "one_tenant" ON "sync"."domains" TO lazi_reader, lazi_writer;

GRANT UPDATE (since) ON sync.domains TO lazi_writer;

CREATE POLICY "one_tenant_locks" ON "sync"."domains" FOR UPDATE TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (false);

GRANT SELECT ON sync.waiting TO lazi_writer;

ALTER POLICY "one_tenant" ON "sync"."waiting" TO lazi_reader, lazi_writer;

GRANT SELECT ON sync.followers TO lazi_writer;

ALTER POLICY "one_tenant" ON "sync"."followers" TO lazi_reader, lazi_writer;

CREATE VIEW lazi.double_bookings WITH (security_invoker) AS
SELECT own.tenant_id, own.technician_id, own.appointment_id, own.starts_at, own.ends_at,
       own.may_overlap OR coalesce(other.may_overlap, false) AS was_allowed,
       other.appointment_id AS other_appointment_id, other.starts_at AS other_starts_at,
       other.ends_at AS other_ends_at, other.source AS other_source
  FROM lazi.appointment_assignments AS own
  JOIN lazi.appointment_assignments AS other
    ON other.tenant_id = own.tenant_id AND other.technician_id = own.technician_id AND other.id <> own.id
   AND other.is_live AND other.starts_at < own.ends_at AND other.ends_at > own.starts_at
   AND (other.starts_at > own.starts_at - interval '1 day' OR other.ends_at - other.starts_at > interval '1 day')
 WHERE own.is_live AND own.may_overlap IS NOT NULL;

COMMENT ON VIEW lazi.double_bookings IS 'Bookings of LAZI that overlap another booking of the technician.';

COMMENT ON COLUMN lazi.double_bookings.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.double_bookings.technician_id IS 'The technician.';

COMMENT ON COLUMN lazi.double_bookings.appointment_id IS 'The appointment that LAZI booked.';

COMMENT ON COLUMN lazi.double_bookings.starts_at IS 'When it starts.';

COMMENT ON COLUMN lazi.double_bookings.ends_at IS 'When it ends.';

COMMENT ON COLUMN lazi.double_bookings.was_allowed IS 'Whether the overlap was asked for, by either booking.';

COMMENT ON COLUMN lazi.double_bookings.other_appointment_id IS 'The other appointment.';

COMMENT ON COLUMN lazi.double_bookings.other_starts_at IS 'When that one starts.';

COMMENT ON COLUMN lazi.double_bookings.other_ends_at IS 'When that one ends.';

COMMENT ON COLUMN lazi.double_bookings.other_source IS 'Who booked that one: servicetitan or lazi.';

ALTER VIEW lazi.double_bookings OWNER TO lazi_migrator;

GRANT SELECT ON lazi.double_bookings TO lazi_sync, lazi_reader;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('053_let_people_write', now() AT TIME ZONE 'UTC');

COMMIT;
