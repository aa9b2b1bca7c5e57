-- Applies 048_create_st_memberships. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '047_create_st_calls_and_costs' THEN
    RAISE EXCEPTION '048_create_st_memberships comes after 047_create_st_calls_and_costs, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."st_membership_types" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "display_name" text,
  "discount_mode" text,
  "discount" numeric,
  "location_target" text,
  "revenue_recognition_mode" text,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_membership_types"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."name" IS $pga$Name (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."display_name" IS $pga$Name that customers see (API: displayName).$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."discount_mode" IS $pga$Basic, Units or Categories (API: discountMode).$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."discount" IS $pga$Discount in percent, if the mode is Basic (API: discount).$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."location_target" IS $pga$AllLocations or SingleLocation (API: locationTarget).$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."revenue_recognition_mode" IS $pga$PointOfSale or Deferred (API: revenueRecognitionMode).$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_membership_types"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_membership_types" IS $pga$Kinds of memberships that customers can buy.$pga$;

ALTER TABLE "raw"."st_membership_types"
  ADD CONSTRAINT "st_membership_types_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_membership_types_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_membership_types_modified_idx" ON "raw"."st_membership_types" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_membership_types_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_membership_types_full_data_idx" ON "raw"."st_membership_types" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_membership_types_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

ALTER TABLE raw.st_membership_types OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_membership_types TO lazi_sync;

GRANT SELECT ON raw.st_membership_types TO lazi_reader;

ALTER TABLE "raw"."st_membership_types"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_membership_types"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_membership_types" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_membership_types" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "raw"."st_memberships" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "customer_id" bigint,
  "location_id" bigint,
  "business_unit_id" bigint,
  "membership_type_id" bigint,
  "status" text,
  "starts_on" timestamptz,
  "ends_on" timestamptz,
  "canceled_on" timestamptz,
  "billing_frequency" text,
  "next_bill_on" timestamptz,
  "duration" integer,
  "follow_up_status" text,
  "sold_by_id" bigint,
  "renewed_by_id" bigint,
  "memo" text,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_memberships"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."customer_id" IS $pga$The customer (API: customerId).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."location_id" IS $pga$The location; NULL: all of them (API: locationId).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."business_unit_id" IS $pga$The business unit (API: businessUnitId).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."membership_type_id" IS $pga$The type (API: membershipTypeId).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."status" IS $pga$Active, Suspended, Expired, Canceled or Deleted (API: status).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."starts_on" IS $pga$When it begins (API: from).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."ends_on" IS $pga$When it ends; NULL: it does not (API: to).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."canceled_on" IS $pga$When it was or will be canceled (API: cancellationDate).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."billing_frequency" IS $pga$How often it is billed, such as Monthly (API: billingFrequency).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."next_bill_on" IS $pga$When it is billed next (API: nextScheduledBillDate).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."duration" IS $pga$Its length in months; NULL: it has no end (API: duration).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."follow_up_status" IS $pga$NotAttempted, Unreachable, Contacted, Won or Dismissed (API: followUpStatus).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."sold_by_id" IS $pga$Who sold it (API: soldById).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."renewed_by_id" IS $pga$The membership that renews it (API: renewedById).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."memo" IS $pga$Memo (API: memo).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_memberships"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_memberships" IS $pga$Memberships of customers.$pga$;

ALTER TABLE "raw"."st_memberships"
  ADD CONSTRAINT "st_memberships_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_memberships_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_memberships_customer_idx" ON "raw"."st_memberships" ("tenant_id", "customer_id");

COMMENT ON INDEX raw.st_memberships_customer_idx IS 'Query: the memberships of a customer';

CREATE INDEX "st_memberships_modified_idx" ON "raw"."st_memberships" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_memberships_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_memberships_full_data_idx" ON "raw"."st_memberships" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_memberships_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

ALTER TABLE raw.st_memberships OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_memberships TO lazi_sync;

GRANT SELECT ON raw.st_memberships TO lazi_reader;

ALTER TABLE "raw"."st_memberships"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_memberships"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_memberships" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_memberships" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "raw"."st_membership_status_changes" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "membership_id" bigint,
  "old_status" text,
  "new_status" text,
  "note" text,
  "created_by_id" bigint,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_membership_status_changes"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."membership_id" IS $pga$The membership (API: membershipId).$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."old_status" IS $pga$The status before (API: oldStatus).$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."new_status" IS $pga$The status after (API: newStatus).$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."note" IS $pga$Note (API: note).$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."created_by_id" IS $pga$The user who changed it (API: createdById).$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_membership_status_changes"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_membership_status_changes" IS $pga$Changes of the status of memberships.$pga$;

ALTER TABLE "raw"."st_membership_status_changes"
  ADD CONSTRAINT "st_membership_status_changes_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_membership_status_changes_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_membership_status_changes_membership_idx" ON "raw"."st_membership_status_changes" ("tenant_id", "membership_id", "created_on");

COMMENT ON INDEX raw.st_membership_status_changes_membership_idx IS 'Query: the status changes of a membership, in order';

CREATE INDEX "st_membership_status_changes_modified_idx" ON "raw"."st_membership_status_changes" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_membership_status_changes_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_membership_status_changes_full_data_idx" ON "raw"."st_membership_status_changes" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_membership_status_changes_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

ALTER TABLE raw.st_membership_status_changes OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_membership_status_changes TO lazi_sync;

GRANT SELECT ON raw.st_membership_status_changes TO lazi_reader;

ALTER TABLE "raw"."st_membership_status_changes"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_membership_status_changes"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_membership_status_changes" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_membership_status_changes" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE OR REPLACE VIEW raw.freshness WITH (security_invoker = true) AS
SELECT tenants.tenant_id,
       tenants.name AS tenant,
       cache_tables.table_name,
       state.data_as_of,
       now() - state.data_as_of AS lag,
       coalesce(schedule.freshness_target, interval '30 minutes') AS target,
       coalesce(now() - state.data_as_of > coalesce(schedule.freshness_target, interval '30 minutes'), true) AS breached,
       state.complete_as_of,
       state.last_full_sync,
       state.last_incremental_sync,
       state.last_error,
       coalesce(state.status, 'idle') AS status
  FROM raw.tenants
 CROSS JOIN (VALUES ('st_locations'), ('st_jobs'), ('st_appointments'), ('st_technicians'), ('st_appointment_assignments'), ('st_customers'), ('st_customer_contacts'), ('st_location_contacts'), ('st_business_units'), ('st_campaigns'), ('st_job_types'), ('st_zones'), ('st_teams'), ('st_tag_types'), ('st_employees'), ('st_invoices'), ('st_payments'), ('st_estimates'), ('st_job_cancel_reasons'), ('st_job_hold_reasons'), ('st_job_timesheets'), ('st_job_splits'), ('st_technician_shifts'), ('st_non_job_appointments'), ('st_calls'), ('st_job_canceled_logs'), ('st_invoice_items'), ('st_campaign_costs'), ('st_membership_types'), ('st_memberships'), ('st_membership_status_changes')) AS cache_tables (table_name)
  LEFT JOIN raw.sync_state AS state
         ON state.tenant_id = tenants.tenant_id AND state.table_name = cache_tables.table_name
  LEFT JOIN raw.sync_schedules AS schedule
         ON schedule.tenant_id = tenants.tenant_id AND schedule.table_name = cache_tables.table_name;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('048_create_st_memberships', now() AT TIME ZONE 'UTC');

COMMIT;
