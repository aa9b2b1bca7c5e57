-- Applies 044_create_analytics. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '043_index_estimates_by_creation' THEN
    RAISE EXCEPTION '044_create_analytics comes after 043_index_estimates_by_creation, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE SCHEMA "analytics";

COMMENT ON SCHEMA analytics IS 'Facts for reports, computed from the records: one row per job, invoice and so on.';

ALTER SCHEMA analytics OWNER TO lazi_migrator;

GRANT USAGE ON SCHEMA analytics TO lazi_sync, lazi_reader;

CREATE TABLE "analytics"."invoices" (
  "tenant_id" bigint NOT NULL,
  "invoice_id" uuid NOT NULL,
  "job_id" uuid NOT NULL,
  "customer_id" uuid NOT NULL,
  "business_unit_id" uuid NOT NULL,
  "invoice_day" date,
  "due_day" date,
  "subtotal" numeric NOT NULL,
  "total" numeric NOT NULL,
  "balance" numeric NOT NULL,
  "income" numeric NOT NULL,
  "is_income_estimated" boolean NOT NULL,
  "is_adjustment" boolean NOT NULL
);
COMMENT ON COLUMN "analytics"."invoices"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."invoices"."invoice_id" IS $pga$The record in lazi.invoices.$pga$;
COMMENT ON COLUMN "analytics"."invoices"."job_id" IS $pga$The job; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."invoices"."customer_id" IS $pga$The customer; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."invoices"."business_unit_id" IS $pga$The business unit; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."invoices"."invoice_day" IS $pga$The date of the invoice.$pga$;
COMMENT ON COLUMN "analytics"."invoices"."due_day" IS $pga$The day on which it is to be paid.$pga$;
COMMENT ON COLUMN "analytics"."invoices"."subtotal" IS $pga$Sum before tax, in the tenant's currency.$pga$;
COMMENT ON COLUMN "analytics"."invoices"."total" IS $pga$Sum with tax.$pga$;
COMMENT ON COLUMN "analytics"."invoices"."balance" IS $pga$What is still to be paid, as ServiceTitan has it.$pga$;
COMMENT ON COLUMN "analytics"."invoices"."income" IS $pga$Sum of its items whose general ledger account has the type Income.$pga$;
COMMENT ON COLUMN "analytics"."invoices"."is_income_estimated" IS $pga$Whether no item has an account type, so that the income is the subtotal.$pga$;
COMMENT ON COLUMN "analytics"."invoices"."is_adjustment" IS $pga$Whether it adjusts another invoice.$pga$;
COMMENT ON TABLE "analytics"."invoices" IS $pga$Facts of invoices: one row for each invoice that exists and is active.$pga$;

ALTER TABLE "analytics"."invoices"
  ADD CONSTRAINT "invoices_pkey" PRIMARY KEY (tenant_id, invoice_id);

COMMENT ON INDEX analytics.invoices_pkey IS 'Query: the fact of a record';

CREATE INDEX "invoices_day_idx" ON "analytics"."invoices" ("tenant_id", "invoice_day") INCLUDE ("business_unit_id", "income", "is_adjustment");

COMMENT ON INDEX analytics.invoices_day_idx IS 'Query: metrics of the invoices of a period';

CREATE INDEX "invoices_job_idx" ON "analytics"."invoices" ("tenant_id", "job_id");

COMMENT ON INDEX analytics.invoices_job_idx IS 'Query: the invoices of a job';

ALTER TABLE analytics.invoices OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.invoices TO lazi_sync;

GRANT SELECT ON analytics.invoices TO lazi_reader;

ALTER TABLE "analytics"."invoices"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."invoices"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."invoices" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."invoices" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."jobs" (
  "tenant_id" bigint NOT NULL,
  "job_id" uuid NOT NULL,
  "business_unit_id" uuid NOT NULL,
  "job_type_id" uuid NOT NULL,
  "campaign_id" uuid NOT NULL,
  "customer_id" uuid NOT NULL,
  "location_id" uuid NOT NULL,
  "booked_day" date,
  "completed_day" date,
  "is_completed" boolean NOT NULL,
  "is_canceled" boolean NOT NULL,
  "is_no_charge" boolean NOT NULL,
  "recall_for_id" uuid,
  "revenue" numeric,
  "invoice_subtotal" numeric,
  "sold_threshold" numeric,
  "is_opportunity" boolean NOT NULL,
  "is_converted" boolean NOT NULL,
  "sold_amount" numeric NOT NULL,
  "estimate_count" integer NOT NULL,
  "is_closed" boolean NOT NULL,
  "done_visits" integer NOT NULL
);
COMMENT ON COLUMN "analytics"."jobs"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."job_id" IS $pga$The record in lazi.jobs.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."business_unit_id" IS $pga$The business unit; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."job_type_id" IS $pga$The job type; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."campaign_id" IS $pga$The marketing campaign; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."customer_id" IS $pga$The customer; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."location_id" IS $pga$The location; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."booked_day" IS $pga$The day on which the job was created, in the tenant's time zone.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."completed_day" IS $pga$The day on which the job was completed, in the tenant's time zone.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."is_completed" IS $pga$Whether its status is Completed.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."is_canceled" IS $pga$Whether its status is Canceled.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."is_no_charge" IS $pga$Whether the job is free of charge.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."recall_for_id" IS $pga$The job that this one is a recall of; NULL: of none.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."revenue" IS $pga$Income of the job's active invoices that adjust no other, in the tenant's currency; NULL: not known, as ServiceTitan lacks the job.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."invoice_subtotal" IS $pga$Sum before tax of the same invoices; NULL: not known.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."sold_threshold" IS $pga$Subtotal from which a job of its type counts as sold; NULL: none is set.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."is_opportunity" IS $pga$Whether it is a chance to sell: not free of charge, or its subtotal reaches the threshold.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."is_converted" IS $pga$Whether it is an opportunity whose subtotal reaches the threshold.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."sold_amount" IS $pga$Sum before tax of its active estimates that are sold.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."estimate_count" IS $pga$The number of its active estimates.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."is_closed" IS $pga$Whether the sum of its sold estimates reaches the threshold.$pga$;
COMMENT ON COLUMN "analytics"."jobs"."done_visits" IS $pga$The number of its appointments that are done.$pga$;
COMMENT ON TABLE "analytics"."jobs" IS $pga$Facts of jobs: one row for each job that exists and is active.$pga$;

ALTER TABLE "analytics"."jobs"
  ADD CONSTRAINT "jobs_pkey" PRIMARY KEY (tenant_id, job_id);

COMMENT ON INDEX analytics.jobs_pkey IS 'Query: the fact of a record';

CREATE INDEX "jobs_completed_day_idx" ON "analytics"."jobs" ("tenant_id", "completed_day") INCLUDE ("business_unit_id", "job_type_id", "campaign_id", "revenue", "is_opportunity", "is_converted", "job_id", "recall_for_id") WHERE is_completed;

COMMENT ON INDEX analytics.jobs_completed_day_idx IS 'Query: metrics of the jobs completed in a period';

CREATE INDEX "jobs_booked_day_idx" ON "analytics"."jobs" ("tenant_id", "booked_day") INCLUDE ("business_unit_id", "job_type_id", "campaign_id", "is_canceled");

COMMENT ON INDEX analytics.jobs_booked_day_idx IS 'Query: metrics of the jobs booked in a period';

CREATE INDEX "jobs_recalls_idx" ON "analytics"."jobs" ("tenant_id", "recall_for_id") INCLUDE ("booked_day", "is_canceled") WHERE recall_for_id IS NOT NULL;

COMMENT ON INDEX analytics.jobs_recalls_idx IS 'Query: the recalls of a job';

CREATE INDEX "jobs_customer_idx" ON "analytics"."jobs" ("tenant_id", "customer_id", "completed_day") WHERE is_completed;

COMMENT ON INDEX analytics.jobs_customer_idx IS 'Query: whether a customer had a job before';

CREATE INDEX "jobs_open_idx" ON "analytics"."jobs" ("tenant_id", "business_unit_id") INCLUDE ("sold_amount", "booked_day") WHERE NOT is_completed AND NOT is_canceled;

COMMENT ON INDEX analytics.jobs_open_idx IS 'Query: the jobs that are open';

CREATE INDEX "jobs_job_type_idx" ON "analytics"."jobs" ("tenant_id", "job_type_id");

COMMENT ON INDEX analytics.jobs_job_type_idx IS 'Query: the jobs of a type, whose threshold has changed';

ALTER TABLE analytics.jobs OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.jobs TO lazi_sync;

GRANT SELECT ON analytics.jobs TO lazi_reader;

ALTER TABLE "analytics"."jobs"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."jobs"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."jobs" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."jobs" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."dirty_keys" (
  "tenant_id" bigint NOT NULL,
  "fact" text NOT NULL,
  "key" uuid NOT NULL,
  "error" text,
  "failures" integer DEFAULT 0 NOT NULL,
  "due_at" timestamptz NOT NULL
);
COMMENT ON COLUMN "analytics"."dirty_keys"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."dirty_keys"."fact" IS $pga$The table in schema analytics, such as jobs.$pga$;
COMMENT ON COLUMN "analytics"."dirty_keys"."key" IS $pga$The id of the row to compute.$pga$;
COMMENT ON COLUMN "analytics"."dirty_keys"."error" IS $pga$Why it could not be computed; its last good row stays. NULL: not tried yet.$pga$;
COMMENT ON COLUMN "analytics"."dirty_keys"."failures" IS $pga$The number of failed attempts.$pga$;
COMMENT ON COLUMN "analytics"."dirty_keys"."due_at" IS $pga$When it is computed, or tried again.$pga$;
COMMENT ON TABLE "analytics"."dirty_keys" IS $pga$Rows of facts that are still to be computed: after a change on which many depend, and those that failed.$pga$;

ALTER TABLE "analytics"."dirty_keys"
  ADD CONSTRAINT "dirty_keys_pkey" PRIMARY KEY (tenant_id, fact, key);

COMMENT ON INDEX analytics.dirty_keys_pkey IS 'Query: whether a row is to be computed';

CREATE INDEX "dirty_keys_due_idx" ON "analytics"."dirty_keys" ("tenant_id", "due_at");

COMMENT ON INDEX analytics.dirty_keys_due_idx IS 'Query: the rows that are due';

ALTER TABLE analytics.dirty_keys OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.dirty_keys TO lazi_sync;

GRANT SELECT ON analytics.dirty_keys TO lazi_reader;

ALTER TABLE "analytics"."dirty_keys"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."dirty_keys"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."dirty_keys" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."dirty_keys" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

INSERT INTO sync.followers (tenant_id, name, updated_at) SELECT tenant_id, 'analytics', now() FROM raw.tenants;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('044_create_analytics', now() AT TIME ZONE 'UTC');

COMMIT;
