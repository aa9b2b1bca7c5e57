-- Applies 047_create_st_calls_and_costs. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '046_create_st_labor' THEN
    RAISE EXCEPTION '047_create_st_calls_and_costs comes after 046_create_st_labor, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."st_calls" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "direction" text,
  "status" text,
  "call_type" text,
  "duration" text,
  "from_number" text,
  "to_number" text,
  "reason_id" bigint,
  "reason_name" text,
  "customer_id" bigint,
  "location_id" bigint,
  "campaign_id" bigint,
  "job_id" bigint,
  "agent_id" bigint,
  "agent_name" text,
  "lead_id" bigint,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_calls"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_calls"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."direction" IS $pga$Inbound or Outbound (API: direction).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."status" IS $pga$Ringing, Initiated, Answered or Completed (API: status).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."call_type" IS $pga$Abandoned, Unbooked, Excused, Booked or NotLead; NULL: not classified (API: type).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."duration" IS $pga$Duration, as hours:minutes:seconds (API: duration).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."from_number" IS $pga$The number of the caller (API: from).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."to_number" IS $pga$The number called (API: to).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."reason_id" IS $pga$The reason (API: reason.id).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."reason_name" IS $pga$Name of the reason (API: reason.name).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."customer_id" IS $pga$The customer (API: customer.id).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."location_id" IS $pga$The location (API: location.id).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."campaign_id" IS $pga$The campaign whose number was called (API: campaign.id).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."job_id" IS $pga$The job that was booked (API: job.id).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."agent_id" IS $pga$The user who answered (API: agent.id).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."agent_name" IS $pga$Name of the user who answered (API: agent.name).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."lead_id" IS $pga$The lead (API: lead.id).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_calls"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_calls"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_calls"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_calls"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_calls"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_calls"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_calls" IS $pga$Calls with customers, and whether they became a booking.$pga$;

ALTER TABLE "raw"."st_calls"
  ADD CONSTRAINT "st_calls_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_calls_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_calls_job_idx" ON "raw"."st_calls" ("tenant_id", "job_id");

COMMENT ON INDEX raw.st_calls_job_idx IS 'Query: the calls about a job';

CREATE INDEX "st_calls_customer_idx" ON "raw"."st_calls" ("tenant_id", "customer_id", "created_on");

COMMENT ON INDEX raw.st_calls_customer_idx IS 'Query: the calls of a customer, in order';

CREATE INDEX "st_calls_modified_idx" ON "raw"."st_calls" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_calls_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_calls_full_data_idx" ON "raw"."st_calls" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_calls_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

ALTER TABLE raw.st_calls OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_calls TO lazi_sync;

GRANT SELECT ON raw.st_calls TO lazi_reader;

ALTER TABLE "raw"."st_calls"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_calls"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_calls" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_calls" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "raw"."st_job_canceled_logs" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "job_id" bigint,
  "reason_id" bigint,
  "memo" text,
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
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."job_id" IS $pga$The job (API: jobId).$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."reason_id" IS $pga$The reason (API: reasonId).$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."memo" IS $pga$Comments (API: memo).$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."created_by_id" IS $pga$The user who canceled the job (API: createdById).$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_job_canceled_logs"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_job_canceled_logs" IS $pga$When, by whom and for what reason jobs were canceled.$pga$;

ALTER TABLE "raw"."st_job_canceled_logs"
  ADD CONSTRAINT "st_job_canceled_logs_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_job_canceled_logs_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_job_canceled_logs_job_idx" ON "raw"."st_job_canceled_logs" ("tenant_id", "job_id");

COMMENT ON INDEX raw.st_job_canceled_logs_job_idx IS 'Query: the cancellations of a job';

CREATE INDEX "st_job_canceled_logs_modified_idx" ON "raw"."st_job_canceled_logs" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_job_canceled_logs_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_job_canceled_logs_full_data_idx" ON "raw"."st_job_canceled_logs" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_job_canceled_logs_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

ALTER TABLE raw.st_job_canceled_logs OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_job_canceled_logs TO lazi_sync;

GRANT SELECT ON raw.st_job_canceled_logs TO lazi_reader;

ALTER TABLE "raw"."st_job_canceled_logs"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_job_canceled_logs"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_job_canceled_logs" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_job_canceled_logs" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "raw"."st_invoice_items" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "invoice_id" bigint,
  "item_type" text,
  "sku_id" bigint,
  "sku_name" text,
  "description" text,
  "quantity" numeric,
  "price" numeric,
  "total" numeric,
  "cost" numeric,
  "total_cost" numeric,
  "sold_hours" numeric,
  "account_type" text,
  "membership_type_id" bigint,
  "technician_id" bigint,
  "business_unit_id" bigint,
  "service_date" timestamptz,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_invoice_items"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."invoice_id" IS $pga$The invoice (API: invoiceId).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."item_type" IS $pga$Service, Material, Equipment, PriceModifier or Unspecified (API: type).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."sku_id" IS $pga$The pricebook item (API: skuId).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."sku_name" IS $pga$Name of the pricebook item (API: skuName).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."description" IS $pga$Description, as HTML (API: description).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."quantity" IS $pga$Quantity (API: quantity).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."price" IS $pga$Price of one, in the tenant's currency (API: price).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."total" IS $pga$Price of all (API: total).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."cost" IS $pga$Cost of one (API: cost).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."total_cost" IS $pga$Cost of all (API: totalCost).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."sold_hours" IS $pga$Hours that one sells (API: soldHours).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."account_type" IS $pga$Type of the general ledger account, such as Income (API: generalLedgerAccount.type).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."membership_type_id" IS $pga$The type of the membership that it sells; 0: none (API: membershipTypeId).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."technician_id" IS $pga$The technician (API: technicianId).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."business_unit_id" IS $pga$The business unit (API: businessUnit.id).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."service_date" IS $pga$When the service was rendered (API: serviceDate).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_invoice_items"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_invoice_items" IS $pga$Items of invoices, with their hours sold.$pga$;

ALTER TABLE "raw"."st_invoice_items"
  ADD CONSTRAINT "st_invoice_items_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_invoice_items_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_invoice_items_invoice_idx" ON "raw"."st_invoice_items" ("tenant_id", "invoice_id");

COMMENT ON INDEX raw.st_invoice_items_invoice_idx IS 'Query: the items of an invoice';

CREATE INDEX "st_invoice_items_modified_idx" ON "raw"."st_invoice_items" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_invoice_items_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_invoice_items_full_data_idx" ON "raw"."st_invoice_items" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_invoice_items_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

ALTER TABLE raw.st_invoice_items OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_invoice_items TO lazi_sync;

GRANT SELECT ON raw.st_invoice_items TO lazi_reader;

ALTER TABLE "raw"."st_invoice_items"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_invoice_items"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_invoice_items" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_invoice_items" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "raw"."st_campaign_costs" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "campaign_id" bigint,
  "year" integer,
  "month" integer,
  "daily_cost" numeric,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_campaign_costs"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."campaign_id" IS $pga$The campaign (API: campaignId).$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."year" IS $pga$The year (API: year).$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."month" IS $pga$The month, from 1 (API: month).$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."daily_cost" IS $pga$Cost of each day of the month, in the tenant's currency (API: dailyCost).$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_campaign_costs"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_campaign_costs" IS $pga$What campaigns cost, by month.$pga$;

ALTER TABLE "raw"."st_campaign_costs"
  ADD CONSTRAINT "st_campaign_costs_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_campaign_costs_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_campaign_costs_campaign_idx" ON "raw"."st_campaign_costs" ("tenant_id", "campaign_id", "year", "month");

COMMENT ON INDEX raw.st_campaign_costs_campaign_idx IS 'Query: the costs of a campaign, by month';

CREATE INDEX "st_campaign_costs_modified_idx" ON "raw"."st_campaign_costs" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_campaign_costs_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_campaign_costs_full_data_idx" ON "raw"."st_campaign_costs" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_campaign_costs_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

ALTER TABLE raw.st_campaign_costs OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_campaign_costs TO lazi_sync;

GRANT SELECT ON raw.st_campaign_costs TO lazi_reader;

ALTER TABLE "raw"."st_campaign_costs"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_campaign_costs"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_campaign_costs" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_campaign_costs" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

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
 CROSS JOIN (VALUES ('st_locations'), ('st_jobs'), ('st_appointments'), ('st_technicians'), ('st_appointment_assignments'), ('st_customers'), ('st_customer_contacts'), ('st_location_contacts'), ('st_business_units'), ('st_campaigns'), ('st_job_types'), ('st_zones'), ('st_teams'), ('st_tag_types'), ('st_employees'), ('st_invoices'), ('st_payments'), ('st_estimates'), ('st_job_cancel_reasons'), ('st_job_hold_reasons'), ('st_job_timesheets'), ('st_job_splits'), ('st_technician_shifts'), ('st_non_job_appointments'), ('st_calls'), ('st_job_canceled_logs'), ('st_invoice_items'), ('st_campaign_costs')) AS cache_tables (table_name)
  LEFT JOIN raw.sync_state AS state
         ON state.tenant_id = tenants.tenant_id AND state.table_name = cache_tables.table_name
  LEFT JOIN raw.sync_schedules AS schedule
         ON schedule.tenant_id = tenants.tenant_id AND schedule.table_name = cache_tables.table_name;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('047_create_st_calls_and_costs', now() AT TIME ZONE 'UTC');

COMMIT;
