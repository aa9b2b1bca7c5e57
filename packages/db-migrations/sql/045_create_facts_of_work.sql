-- Applies 045_create_facts_of_work. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '044_create_analytics' THEN
    RAISE EXCEPTION '045_create_facts_of_work comes after 044_create_analytics, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "analytics"."visits" (
  "tenant_id" bigint NOT NULL,
  "appointment_id" uuid NOT NULL,
  "job_id" uuid NOT NULL,
  "start_day" date,
  "is_done" boolean NOT NULL,
  "is_canceled" boolean NOT NULL
);
COMMENT ON COLUMN "analytics"."visits"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."visits"."appointment_id" IS $pga$The record in lazi.appointments.$pga$;
COMMENT ON COLUMN "analytics"."visits"."job_id" IS $pga$The job; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."visits"."start_day" IS $pga$The day on which it starts, in the tenant's time zone.$pga$;
COMMENT ON COLUMN "analytics"."visits"."is_done" IS $pga$Whether its status is Done.$pga$;
COMMENT ON COLUMN "analytics"."visits"."is_canceled" IS $pga$Whether its status is Canceled.$pga$;
COMMENT ON TABLE "analytics"."visits" IS $pga$Facts of appointments: one row for each appointment that exists and is active.$pga$;

ALTER TABLE "analytics"."visits"
  ADD CONSTRAINT "visits_pkey" PRIMARY KEY (tenant_id, appointment_id);

COMMENT ON INDEX analytics.visits_pkey IS 'Query: the fact of a record';

CREATE INDEX "visits_start_day_idx" ON "analytics"."visits" ("tenant_id", "start_day") INCLUDE ("is_done", "is_canceled");

COMMENT ON INDEX analytics.visits_start_day_idx IS 'Query: metrics of the visits of a period';

CREATE INDEX "visits_job_idx" ON "analytics"."visits" ("tenant_id", "job_id");

COMMENT ON INDEX analytics.visits_job_idx IS 'Query: the visits of a job';

ALTER TABLE analytics.visits OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.visits TO lazi_sync;

GRANT SELECT ON analytics.visits TO lazi_reader;

ALTER TABLE "analytics"."visits"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."visits"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."visits" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."visits" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."technician_visits" (
  "tenant_id" bigint NOT NULL,
  "assignment_id" uuid NOT NULL,
  "day" date NOT NULL,
  "job_id" uuid NOT NULL,
  "technician_id" uuid NOT NULL,
  "minutes" integer NOT NULL
);
COMMENT ON COLUMN "analytics"."technician_visits"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."technician_visits"."assignment_id" IS $pga$The record in lazi.appointment_assignments.$pga$;
COMMENT ON COLUMN "analytics"."technician_visits"."day" IS $pga$The day, in the tenant's time zone.$pga$;
COMMENT ON COLUMN "analytics"."technician_visits"."job_id" IS $pga$The job; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."technician_visits"."technician_id" IS $pga$The technician; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."technician_visits"."minutes" IS $pga$Minutes of the appointment on that day.$pga$;
COMMENT ON TABLE "analytics"."technician_visits" IS $pga$Facts of assignments that are booked: one row for each local day that the appointment touches.$pga$;

ALTER TABLE "analytics"."technician_visits"
  ADD CONSTRAINT "technician_visits_pkey" PRIMARY KEY (tenant_id, assignment_id, day);

COMMENT ON INDEX analytics.technician_visits_pkey IS 'Query: the fact of a record';

CREATE INDEX "technician_visits_day_idx" ON "analytics"."technician_visits" ("tenant_id", "day", "technician_id") INCLUDE ("minutes");

COMMENT ON INDEX analytics.technician_visits_day_idx IS 'Query: the booked minutes of a period, by technician';

CREATE INDEX "technician_visits_job_idx" ON "analytics"."technician_visits" ("tenant_id", "job_id");

COMMENT ON INDEX analytics.technician_visits_job_idx IS 'Query: who is booked for a job';

ALTER TABLE analytics.technician_visits OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.technician_visits TO lazi_sync;

GRANT SELECT ON analytics.technician_visits TO lazi_reader;

ALTER TABLE "analytics"."technician_visits"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."technician_visits"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."technician_visits" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."technician_visits" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."technician_jobs" (
  "tenant_id" bigint NOT NULL,
  "job_id" uuid NOT NULL,
  "technician_id" uuid NOT NULL,
  "business_unit_id" uuid NOT NULL,
  "job_type_id" uuid NOT NULL,
  "campaign_id" uuid NOT NULL,
  "completed_day" date,
  "is_completed" boolean NOT NULL,
  "revenue" numeric
);
COMMENT ON COLUMN "analytics"."technician_jobs"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."technician_jobs"."job_id" IS $pga$The record in lazi.jobs.$pga$;
COMMENT ON COLUMN "analytics"."technician_jobs"."technician_id" IS $pga$The technician; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."technician_jobs"."business_unit_id" IS $pga$The job's business unit; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."technician_jobs"."job_type_id" IS $pga$The job's type; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."technician_jobs"."campaign_id" IS $pga$The job's campaign; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."technician_jobs"."completed_day" IS $pga$The day on which the job was completed, in the tenant's time zone.$pga$;
COMMENT ON COLUMN "analytics"."technician_jobs"."is_completed" IS $pga$Whether the job's status is Completed.$pga$;
COMMENT ON COLUMN "analytics"."technician_jobs"."revenue" IS $pga$The technician's share of the job's revenue, to the cent; NULL: not known, as ServiceTitan lacks the job.$pga$;
COMMENT ON TABLE "analytics"."technician_jobs" IS $pga$Facts of jobs by technician: one row for each technician who is booked for it. Their revenues add up to that of the job.$pga$;

ALTER TABLE "analytics"."technician_jobs"
  ADD CONSTRAINT "technician_jobs_pkey" PRIMARY KEY (tenant_id, job_id, technician_id);

COMMENT ON INDEX analytics.technician_jobs_pkey IS 'Query: the fact of a record';

CREATE INDEX "technician_jobs_day_idx" ON "analytics"."technician_jobs" ("tenant_id", "completed_day", "technician_id") INCLUDE ("revenue", "business_unit_id", "job_type_id", "campaign_id", "job_id") WHERE is_completed;

COMMENT ON INDEX analytics.technician_jobs_day_idx IS 'Query: metrics of the technicians of the jobs completed in a period';

ALTER TABLE analytics.technician_jobs OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.technician_jobs TO lazi_sync;

GRANT SELECT ON analytics.technician_jobs TO lazi_reader;

ALTER TABLE "analytics"."technician_jobs"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."technician_jobs"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."technician_jobs" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."technician_jobs" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."estimates" (
  "tenant_id" bigint NOT NULL,
  "estimate_id" uuid NOT NULL,
  "job_id" uuid NOT NULL,
  "customer_id" uuid NOT NULL,
  "business_unit_id" uuid NOT NULL,
  "job_type_id" uuid NOT NULL,
  "campaign_id" uuid NOT NULL,
  "sold_by_id" uuid NOT NULL,
  "created_day" date,
  "sold_day" date,
  "is_sold" boolean NOT NULL,
  "is_dismissed" boolean NOT NULL,
  "subtotal" numeric NOT NULL
);
COMMENT ON COLUMN "analytics"."estimates"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."estimates"."estimate_id" IS $pga$The record in lazi.estimates.$pga$;
COMMENT ON COLUMN "analytics"."estimates"."job_id" IS $pga$The job; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."estimates"."customer_id" IS $pga$The customer; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."estimates"."business_unit_id" IS $pga$The business unit; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."estimates"."job_type_id" IS $pga$The job's type; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."estimates"."campaign_id" IS $pga$The job's campaign; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."estimates"."sold_by_id" IS $pga$The technician who sold it; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."estimates"."created_day" IS $pga$The day on which it was created, in the tenant's time zone.$pga$;
COMMENT ON COLUMN "analytics"."estimates"."sold_day" IS $pga$The day on which it was sold, in the tenant's time zone; of a sold one without, the day of its creation.$pga$;
COMMENT ON COLUMN "analytics"."estimates"."is_sold" IS $pga$Whether its status is Sold.$pga$;
COMMENT ON COLUMN "analytics"."estimates"."is_dismissed" IS $pga$Whether its status is Dismissed.$pga$;
COMMENT ON COLUMN "analytics"."estimates"."subtotal" IS $pga$Sum before tax, in the tenant's currency.$pga$;
COMMENT ON TABLE "analytics"."estimates" IS $pga$Facts of estimates: one row for each estimate that exists and is active.$pga$;

ALTER TABLE "analytics"."estimates"
  ADD CONSTRAINT "estimates_pkey" PRIMARY KEY (tenant_id, estimate_id);

COMMENT ON INDEX analytics.estimates_pkey IS 'Query: the fact of a record';

CREATE INDEX "estimates_created_day_idx" ON "analytics"."estimates" ("tenant_id", "created_day") INCLUDE ("business_unit_id", "job_type_id", "campaign_id", "sold_by_id", "is_sold");

COMMENT ON INDEX analytics.estimates_created_day_idx IS 'Query: metrics of the estimates created in a period';

CREATE INDEX "estimates_sold_day_idx" ON "analytics"."estimates" ("tenant_id", "sold_day") INCLUDE ("business_unit_id", "job_type_id", "campaign_id", "sold_by_id", "subtotal") WHERE is_sold;

COMMENT ON INDEX analytics.estimates_sold_day_idx IS 'Query: metrics of the estimates sold in a period';

CREATE INDEX "estimates_job_idx" ON "analytics"."estimates" ("tenant_id", "job_id");

COMMENT ON INDEX analytics.estimates_job_idx IS 'Query: the estimates of a job';

ALTER TABLE analytics.estimates OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.estimates TO lazi_sync;

GRANT SELECT ON analytics.estimates TO lazi_reader;

ALTER TABLE "analytics"."estimates"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."estimates"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."estimates" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."estimates" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."payment_applications" (
  "tenant_id" bigint NOT NULL,
  "payment_id" uuid NOT NULL,
  "position" integer NOT NULL,
  "invoice_id" uuid NOT NULL,
  "applied_day" date,
  "amount" numeric NOT NULL
);
COMMENT ON COLUMN "analytics"."payment_applications"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."payment_applications"."payment_id" IS $pga$The record in lazi.payments.$pga$;
COMMENT ON COLUMN "analytics"."payment_applications"."position" IS $pga$Its place among those of the payment, from 1.$pga$;
COMMENT ON COLUMN "analytics"."payment_applications"."invoice_id" IS $pga$The invoice; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."payment_applications"."applied_day" IS $pga$The day on which it was applied; else that of the payment.$pga$;
COMMENT ON COLUMN "analytics"."payment_applications"."amount" IS $pga$The amount that is applied, in the tenant's currency.$pga$;
COMMENT ON TABLE "analytics"."payment_applications" IS $pga$Facts of payments: one row for each invoice that an active payment is applied to.$pga$;

ALTER TABLE "analytics"."payment_applications"
  ADD CONSTRAINT "payment_applications_pkey" PRIMARY KEY (tenant_id, payment_id, position);

COMMENT ON INDEX analytics.payment_applications_pkey IS 'Query: the fact of a record';

CREATE INDEX "payment_applications_invoice_idx" ON "analytics"."payment_applications" ("tenant_id", "invoice_id") INCLUDE ("applied_day", "amount");

COMMENT ON INDEX analytics.payment_applications_invoice_idx IS 'Query: what was paid of an invoice until a day';

ALTER TABLE analytics.payment_applications OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.payment_applications TO lazi_sync;

GRANT SELECT ON analytics.payment_applications TO lazi_reader;

ALTER TABLE "analytics"."payment_applications"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."payment_applications"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."payment_applications" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."payment_applications" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

INSERT INTO public.pgmigrations (name, run_on) VALUES ('045_create_facts_of_work', now() AT TIME ZONE 'UTC');

COMMIT;
