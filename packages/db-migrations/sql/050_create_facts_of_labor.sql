-- Applies 050_create_facts_of_labor. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '049_create_lazi_views_of_labor' THEN
    RAISE EXCEPTION '050_create_facts_of_labor comes after 049_create_lazi_views_of_labor, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "analytics"."job_splits" (
  "tenant_id" bigint NOT NULL,
  "split_id" uuid NOT NULL,
  "job_id" uuid NOT NULL,
  "technician_id" uuid NOT NULL,
  "split" numeric NOT NULL
);
COMMENT ON COLUMN "analytics"."job_splits"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."job_splits"."split_id" IS $pga$The record in lazi.job_splits.$pga$;
COMMENT ON COLUMN "analytics"."job_splits"."job_id" IS $pga$The job; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."job_splits"."technician_id" IS $pga$The technician; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."job_splits"."split" IS $pga$Share of the technician, in the same unit as the other shares of the job.$pga$;
COMMENT ON TABLE "analytics"."job_splits" IS $pga$Facts of splits: one row for each that exists and is active.$pga$;

ALTER TABLE "analytics"."job_splits"
  ADD CONSTRAINT "job_splits_pkey" PRIMARY KEY (tenant_id, split_id);

COMMENT ON INDEX analytics.job_splits_pkey IS 'Query: the fact of a record';

CREATE INDEX "job_splits_job_idx" ON "analytics"."job_splits" ("tenant_id", "job_id");

COMMENT ON INDEX analytics.job_splits_job_idx IS 'Query: the splits of a job';

ALTER TABLE analytics.job_splits OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.job_splits TO lazi_sync;

GRANT SELECT ON analytics.job_splits TO lazi_reader;

ALTER TABLE "analytics"."job_splits"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."job_splits"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."job_splits" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."job_splits" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."timesheets" (
  "tenant_id" bigint NOT NULL,
  "timesheet_id" uuid NOT NULL,
  "appointment_id" uuid NOT NULL,
  "job_id" uuid NOT NULL,
  "technician_id" uuid NOT NULL,
  "arrived_at" timestamptz,
  "arrived_day" date,
  "minutes" integer NOT NULL
);
COMMENT ON COLUMN "analytics"."timesheets"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."timesheets"."timesheet_id" IS $pga$The record in lazi.job_timesheets.$pga$;
COMMENT ON COLUMN "analytics"."timesheets"."appointment_id" IS $pga$The appointment; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."timesheets"."job_id" IS $pga$The job; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."timesheets"."technician_id" IS $pga$The technician; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."timesheets"."arrived_at" IS $pga$When the technician arrived.$pga$;
COMMENT ON COLUMN "analytics"."timesheets"."arrived_day" IS $pga$The day on which the technician arrived, in the tenant's time zone.$pga$;
COMMENT ON COLUMN "analytics"."timesheets"."minutes" IS $pga$Minutes from arrival to done; 0 until both are known, and if it is more than a day.$pga$;
COMMENT ON TABLE "analytics"."timesheets" IS $pga$Facts of timesheets: one row for each that exists, is active and is not canceled.$pga$;

ALTER TABLE "analytics"."timesheets"
  ADD CONSTRAINT "timesheets_pkey" PRIMARY KEY (tenant_id, timesheet_id);

COMMENT ON INDEX analytics.timesheets_pkey IS 'Query: the fact of a record';

CREATE INDEX "timesheets_day_idx" ON "analytics"."timesheets" ("tenant_id", "arrived_day", "technician_id") INCLUDE ("minutes");

COMMENT ON INDEX analytics.timesheets_day_idx IS 'Query: the minutes worked in a period, by technician';

CREATE INDEX "timesheets_appointment_idx" ON "analytics"."timesheets" ("tenant_id", "appointment_id");

COMMENT ON INDEX analytics.timesheets_appointment_idx IS 'Query: the arrivals at an appointment';

ALTER TABLE analytics.timesheets OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.timesheets TO lazi_sync;

GRANT SELECT ON analytics.timesheets TO lazi_reader;

ALTER TABLE "analytics"."timesheets"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."timesheets"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."timesheets" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."timesheets" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."arrivals" (
  "tenant_id" bigint NOT NULL,
  "appointment_id" uuid NOT NULL,
  "job_id" uuid NOT NULL,
  "business_unit_id" uuid NOT NULL,
  "start_day" date,
  "is_on_time" boolean NOT NULL
);
COMMENT ON COLUMN "analytics"."arrivals"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."arrivals"."appointment_id" IS $pga$The record in lazi.appointments.$pga$;
COMMENT ON COLUMN "analytics"."arrivals"."job_id" IS $pga$The job; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."arrivals"."business_unit_id" IS $pga$The job's business unit; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."arrivals"."start_day" IS $pga$The day on which it starts, in the tenant's time zone.$pga$;
COMMENT ON COLUMN "analytics"."arrivals"."is_on_time" IS $pga$Whether the first technician arrived before the end of the window.$pga$;
COMMENT ON TABLE "analytics"."arrivals" IS $pga$Facts of appointments: one row for each active one with an arrival window at which a technician has arrived.$pga$;

ALTER TABLE "analytics"."arrivals"
  ADD CONSTRAINT "arrivals_pkey" PRIMARY KEY (tenant_id, appointment_id);

COMMENT ON INDEX analytics.arrivals_pkey IS 'Query: the fact of a record';

CREATE INDEX "arrivals_day_idx" ON "analytics"."arrivals" ("tenant_id", "start_day") INCLUDE ("business_unit_id", "is_on_time");

COMMENT ON INDEX analytics.arrivals_day_idx IS 'Query: how many arrivals of a period were on time';

ALTER TABLE analytics.arrivals OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.arrivals TO lazi_sync;

GRANT SELECT ON analytics.arrivals TO lazi_reader;

ALTER TABLE "analytics"."arrivals"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."arrivals"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."arrivals" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."arrivals" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."sold_items" (
  "tenant_id" bigint NOT NULL,
  "item_id" uuid NOT NULL,
  "job_id" uuid NOT NULL,
  "hours" numeric NOT NULL
);
COMMENT ON COLUMN "analytics"."sold_items"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."sold_items"."item_id" IS $pga$The record in lazi.invoice_items.$pga$;
COMMENT ON COLUMN "analytics"."sold_items"."job_id" IS $pga$The job of the invoice; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."sold_items"."hours" IS $pga$Hours that it sells: those of one, times the quantity.$pga$;
COMMENT ON TABLE "analytics"."sold_items" IS $pga$Facts of items of invoices: one row for each active one that sells hours, of an active invoice.$pga$;

ALTER TABLE "analytics"."sold_items"
  ADD CONSTRAINT "sold_items_pkey" PRIMARY KEY (tenant_id, item_id);

COMMENT ON INDEX analytics.sold_items_pkey IS 'Query: the fact of a record';

CREATE INDEX "sold_items_job_idx" ON "analytics"."sold_items" ("tenant_id", "job_id");

COMMENT ON INDEX analytics.sold_items_job_idx IS 'Query: the hours that a job sold';

ALTER TABLE analytics.sold_items OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.sold_items TO lazi_sync;

GRANT SELECT ON analytics.sold_items TO lazi_reader;

ALTER TABLE "analytics"."sold_items"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."sold_items"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."sold_items" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."sold_items" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."sold_work" (
  "tenant_id" bigint NOT NULL,
  "job_id" uuid NOT NULL,
  "technician_id" uuid NOT NULL,
  "business_unit_id" uuid NOT NULL,
  "job_type_id" uuid NOT NULL,
  "campaign_id" uuid NOT NULL,
  "completed_day" date,
  "is_completed" boolean NOT NULL,
  "hours" numeric
);
COMMENT ON COLUMN "analytics"."sold_work"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."sold_work"."job_id" IS $pga$The record in lazi.jobs.$pga$;
COMMENT ON COLUMN "analytics"."sold_work"."technician_id" IS $pga$The technician; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."sold_work"."business_unit_id" IS $pga$The job's business unit; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."sold_work"."job_type_id" IS $pga$The job's type; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."sold_work"."campaign_id" IS $pga$The job's campaign; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."sold_work"."completed_day" IS $pga$The day on which the job was completed, in the tenant's time zone.$pga$;
COMMENT ON COLUMN "analytics"."sold_work"."is_completed" IS $pga$Whether the job's status is Completed.$pga$;
COMMENT ON COLUMN "analytics"."sold_work"."hours" IS $pga$The technician's share of the hours; NULL: not known, as ServiceTitan lacks the job.$pga$;
COMMENT ON TABLE "analytics"."sold_work" IS $pga$Facts of jobs by technician: one row for each that shares the hours that the job sold. They add up to those of its items.$pga$;

ALTER TABLE "analytics"."sold_work"
  ADD CONSTRAINT "sold_work_pkey" PRIMARY KEY (tenant_id, job_id, technician_id);

COMMENT ON INDEX analytics.sold_work_pkey IS 'Query: the fact of a record';

CREATE INDEX "sold_work_day_idx" ON "analytics"."sold_work" ("tenant_id", "completed_day", "technician_id") INCLUDE ("hours", "business_unit_id", "job_type_id", "campaign_id") WHERE is_completed;

COMMENT ON INDEX analytics.sold_work_day_idx IS 'Query: the hours sold by the jobs completed in a period';

ALTER TABLE analytics.sold_work OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.sold_work TO lazi_sync;

GRANT SELECT ON analytics.sold_work TO lazi_reader;

ALTER TABLE "analytics"."sold_work"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."sold_work"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."sold_work" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."sold_work" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."shifts" (
  "tenant_id" bigint NOT NULL,
  "shift_id" uuid NOT NULL,
  "technician_id" uuid NOT NULL,
  "kind" text NOT NULL,
  "starts_at" timestamptz NOT NULL,
  "ends_at" timestamptz NOT NULL
);
COMMENT ON COLUMN "analytics"."shifts"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."shifts"."shift_id" IS $pga$The record in lazi.technician_shifts.$pga$;
COMMENT ON COLUMN "analytics"."shifts"."technician_id" IS $pga$The technician; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."shifts"."kind" IS $pga$Normal, OnCall or TimeOff.$pga$;
COMMENT ON COLUMN "analytics"."shifts"."starts_at" IS $pga$When it begins.$pga$;
COMMENT ON COLUMN "analytics"."shifts"."ends_at" IS $pga$When it ends.$pga$;
COMMENT ON TABLE "analytics"."shifts" IS $pga$Facts of shifts: one row for each that exists and is active.$pga$;

ALTER TABLE "analytics"."shifts"
  ADD CONSTRAINT "shifts_pkey" PRIMARY KEY (tenant_id, shift_id);

COMMENT ON INDEX analytics.shifts_pkey IS 'Query: the fact of a record';

CREATE INDEX "shifts_technician_idx" ON "analytics"."shifts" ("tenant_id", "technician_id");

COMMENT ON INDEX analytics.shifts_technician_idx IS 'Query: the shifts of a technician';

ALTER TABLE analytics.shifts OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.shifts TO lazi_sync;

GRANT SELECT ON analytics.shifts TO lazi_reader;

ALTER TABLE "analytics"."shifts"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."shifts"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."shifts" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."shifts" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."other_work" (
  "tenant_id" bigint NOT NULL,
  "non_job_appointment_id" uuid NOT NULL,
  "technician_id" uuid NOT NULL,
  "starts_at" timestamptz NOT NULL,
  "ends_at" timestamptz NOT NULL
);
COMMENT ON COLUMN "analytics"."other_work"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."other_work"."non_job_appointment_id" IS $pga$The record in lazi.non_job_appointments.$pga$;
COMMENT ON COLUMN "analytics"."other_work"."technician_id" IS $pga$The technician; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."other_work"."starts_at" IS $pga$When it begins.$pga$;
COMMENT ON COLUMN "analytics"."other_work"."ends_at" IS $pga$When it ends.$pga$;
COMMENT ON TABLE "analytics"."other_work" IS $pga$Facts of non-job appointments: one row for each that exists and is active.$pga$;

ALTER TABLE "analytics"."other_work"
  ADD CONSTRAINT "other_work_pkey" PRIMARY KEY (tenant_id, non_job_appointment_id);

COMMENT ON INDEX analytics.other_work_pkey IS 'Query: the fact of a record';

CREATE INDEX "other_work_technician_idx" ON "analytics"."other_work" ("tenant_id", "technician_id");

COMMENT ON INDEX analytics.other_work_technician_idx IS 'Query: the other work of a technician';

ALTER TABLE analytics.other_work OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.other_work TO lazi_sync;

GRANT SELECT ON analytics.other_work TO lazi_reader;

ALTER TABLE "analytics"."other_work"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."other_work"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."other_work" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."other_work" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."available_time" (
  "tenant_id" bigint NOT NULL,
  "technician_id" uuid NOT NULL,
  "day" date NOT NULL,
  "minutes" integer NOT NULL
);
COMMENT ON COLUMN "analytics"."available_time"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."available_time"."technician_id" IS $pga$The record in lazi.technicians.$pga$;
COMMENT ON COLUMN "analytics"."available_time"."day" IS $pga$The day, in the tenant's time zone.$pga$;
COMMENT ON COLUMN "analytics"."available_time"."minutes" IS $pga$Minutes on that day.$pga$;
COMMENT ON TABLE "analytics"."available_time" IS $pga$Facts of technicians: one row for each local day with time of normal shifts in which the technician is neither off nor at other work.$pga$;

ALTER TABLE "analytics"."available_time"
  ADD CONSTRAINT "available_time_pkey" PRIMARY KEY (tenant_id, technician_id, day);

COMMENT ON INDEX analytics.available_time_pkey IS 'Query: the fact of a record';

CREATE INDEX "available_time_day_idx" ON "analytics"."available_time" ("tenant_id", "day", "technician_id") INCLUDE ("minutes");

COMMENT ON INDEX analytics.available_time_day_idx IS 'Query: the available minutes of a period, by technician';

ALTER TABLE analytics.available_time OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.available_time TO lazi_sync;

GRANT SELECT ON analytics.available_time TO lazi_reader;

ALTER TABLE "analytics"."available_time"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."available_time"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."available_time" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."available_time" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."calls" (
  "tenant_id" bigint NOT NULL,
  "call_id" uuid NOT NULL,
  "campaign_id" uuid NOT NULL,
  "call_day" date,
  "is_inbound" boolean NOT NULL,
  "is_booked" boolean NOT NULL,
  "is_lead" boolean NOT NULL
);
COMMENT ON COLUMN "analytics"."calls"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."calls"."call_id" IS $pga$The record in lazi.calls.$pga$;
COMMENT ON COLUMN "analytics"."calls"."campaign_id" IS $pga$The campaign; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."calls"."call_day" IS $pga$The day of the call, in the tenant's time zone.$pga$;
COMMENT ON COLUMN "analytics"."calls"."is_inbound" IS $pga$Whether a customer called.$pga$;
COMMENT ON COLUMN "analytics"."calls"."is_booked" IS $pga$Whether its type is Booked.$pga$;
COMMENT ON COLUMN "analytics"."calls"."is_lead" IS $pga$Whether its type is Booked or Unbooked.$pga$;
COMMENT ON TABLE "analytics"."calls" IS $pga$Facts of calls: one row for each that exists and is active.$pga$;

ALTER TABLE "analytics"."calls"
  ADD CONSTRAINT "calls_pkey" PRIMARY KEY (tenant_id, call_id);

COMMENT ON INDEX analytics.calls_pkey IS 'Query: the fact of a record';

CREATE INDEX "calls_day_idx" ON "analytics"."calls" ("tenant_id", "call_day") INCLUDE ("campaign_id", "is_inbound", "is_booked", "is_lead");

COMMENT ON INDEX analytics.calls_day_idx IS 'Query: metrics of the calls of a period';

ALTER TABLE analytics.calls OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.calls TO lazi_sync;

GRANT SELECT ON analytics.calls TO lazi_reader;

ALTER TABLE "analytics"."calls"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."calls"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."calls" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."calls" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."campaign_costs" (
  "tenant_id" bigint NOT NULL,
  "cost_id" uuid NOT NULL,
  "day" date NOT NULL,
  "campaign_id" uuid NOT NULL,
  "amount" numeric NOT NULL
);
COMMENT ON COLUMN "analytics"."campaign_costs"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."campaign_costs"."cost_id" IS $pga$The record in lazi.campaign_costs.$pga$;
COMMENT ON COLUMN "analytics"."campaign_costs"."day" IS $pga$The day.$pga$;
COMMENT ON COLUMN "analytics"."campaign_costs"."campaign_id" IS $pga$The campaign; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."campaign_costs"."amount" IS $pga$Cost of the day, in the tenant's currency.$pga$;
COMMENT ON TABLE "analytics"."campaign_costs" IS $pga$Facts of costs of campaigns: one row for each day of the month.$pga$;

ALTER TABLE "analytics"."campaign_costs"
  ADD CONSTRAINT "campaign_costs_pkey" PRIMARY KEY (tenant_id, cost_id, day);

COMMENT ON INDEX analytics.campaign_costs_pkey IS 'Query: the fact of a record';

CREATE INDEX "campaign_costs_day_idx" ON "analytics"."campaign_costs" ("tenant_id", "day") INCLUDE ("campaign_id", "amount");

COMMENT ON INDEX analytics.campaign_costs_day_idx IS 'Query: the costs of a period, by campaign';

ALTER TABLE analytics.campaign_costs OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.campaign_costs TO lazi_sync;

GRANT SELECT ON analytics.campaign_costs TO lazi_reader;

ALTER TABLE "analytics"."campaign_costs"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."campaign_costs"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."campaign_costs" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."campaign_costs" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."cancellations" (
  "tenant_id" bigint NOT NULL,
  "cancellation_id" uuid NOT NULL,
  "job_id" uuid NOT NULL,
  "business_unit_id" uuid NOT NULL,
  "job_type_id" uuid NOT NULL,
  "campaign_id" uuid NOT NULL,
  "reason_id" uuid NOT NULL,
  "canceled_day" date
);
COMMENT ON COLUMN "analytics"."cancellations"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."cancellations"."cancellation_id" IS $pga$The record in lazi.job_canceled_logs.$pga$;
COMMENT ON COLUMN "analytics"."cancellations"."job_id" IS $pga$The job; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."cancellations"."business_unit_id" IS $pga$The job's business unit; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."cancellations"."job_type_id" IS $pga$The job's type; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."cancellations"."campaign_id" IS $pga$The job's campaign; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."cancellations"."reason_id" IS $pga$The reason; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."cancellations"."canceled_day" IS $pga$The day on which the job was canceled, in the tenant's time zone.$pga$;
COMMENT ON TABLE "analytics"."cancellations" IS $pga$Facts of cancellations of jobs: one row for each that exists.$pga$;

ALTER TABLE "analytics"."cancellations"
  ADD CONSTRAINT "cancellations_pkey" PRIMARY KEY (tenant_id, cancellation_id);

COMMENT ON INDEX analytics.cancellations_pkey IS 'Query: the fact of a record';

CREATE INDEX "cancellations_day_idx" ON "analytics"."cancellations" ("tenant_id", "canceled_day") INCLUDE ("business_unit_id", "job_type_id", "campaign_id", "reason_id");

COMMENT ON INDEX analytics.cancellations_day_idx IS 'Query: the cancellations of a period, by reason';

ALTER TABLE analytics.cancellations OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.cancellations TO lazi_sync;

GRANT SELECT ON analytics.cancellations TO lazi_reader;

ALTER TABLE "analytics"."cancellations"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."cancellations"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."cancellations" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."cancellations" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "analytics"."membership_changes" (
  "tenant_id" bigint NOT NULL,
  "membership_id" uuid NOT NULL,
  "position" integer NOT NULL,
  "customer_id" uuid NOT NULL,
  "business_unit_id" uuid NOT NULL,
  "changed_day" date,
  "growth" integer NOT NULL
);
COMMENT ON COLUMN "analytics"."membership_changes"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "analytics"."membership_changes"."membership_id" IS $pga$The record in lazi.memberships.$pga$;
COMMENT ON COLUMN "analytics"."membership_changes"."position" IS $pga$Its place among the changes of the membership; 0: its creation.$pga$;
COMMENT ON COLUMN "analytics"."membership_changes"."customer_id" IS $pga$The customer; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."membership_changes"."business_unit_id" IS $pga$The business unit; the nil UUID: none.$pga$;
COMMENT ON COLUMN "analytics"."membership_changes"."changed_day" IS $pga$The day of the change, in the tenant's time zone.$pga$;
COMMENT ON COLUMN "analytics"."membership_changes"."growth" IS $pga$1: it became active; -1: it ceased to be.$pga$;
COMMENT ON TABLE "analytics"."membership_changes" IS $pga$Facts of memberships: one row for each time that it became active, or ceased to be.$pga$;

ALTER TABLE "analytics"."membership_changes"
  ADD CONSTRAINT "membership_changes_pkey" PRIMARY KEY (tenant_id, membership_id, position);

COMMENT ON INDEX analytics.membership_changes_pkey IS 'Query: the fact of a record';

CREATE INDEX "membership_changes_day_idx" ON "analytics"."membership_changes" ("tenant_id", "changed_day") INCLUDE ("business_unit_id", "growth");

COMMENT ON INDEX analytics.membership_changes_day_idx IS 'Query: how many memberships became active, or ceased to be, in a period';

ALTER TABLE analytics.membership_changes OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.membership_changes TO lazi_sync;

GRANT SELECT ON analytics.membership_changes TO lazi_reader;

ALTER TABLE "analytics"."membership_changes"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "analytics"."membership_changes"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "analytics"."membership_changes" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "analytics"."membership_changes" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

INSERT INTO public.pgmigrations (name, run_on) VALUES ('050_create_facts_of_labor', now() AT TIME ZONE 'UTC');

COMMIT;
