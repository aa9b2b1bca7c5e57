-- Applies 012_extend_sync_bookkeeping. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '011_create_change_feed' THEN
    RAISE EXCEPTION '012_extend_sync_bookkeeping comes after 011_create_change_feed, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

ALTER TABLE "raw"."sync_state"
  ADD "full_sync_started_at" timestamptz,
  ADD "last_hot_sync" timestamptz,
  ADD "last_verified_at" timestamptz,
  ADD "complete_as_of" timestamptz;
COMMENT ON COLUMN "raw"."sync_state"."full_sync_started_at" IS $pga$When the full sync that is under way began; NULL when none is.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."last_hot_sync" IS $pga$When the last hot pass ended whole: the newest changes, without moving the cursor.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."last_verified_at" IS $pga$When the table was last counted against ServiceTitan and what differed was mended.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."complete_as_of" IS $pga$Proven by counts: everything that ServiceTitan changed before this moment is in the table.$pga$;

ALTER TABLE "raw"."sync_runs"
  ADD "windows" bigint DEFAULT 0 NOT NULL,
  ADD "mended" bigint DEFAULT 0 NOT NULL;
COMMENT ON COLUMN "raw"."sync_runs"."windows" IS $pga$Windows of modified_on whose records a verify run counted.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."mended" IS $pga$Rows that a verify run found to differ and wrote anew.$pga$;

ALTER TABLE "raw"."tenants"
  ADD "circuit_open_until" timestamptz,
  ADD "circuit_reason" text,
  ADD "consecutive_failures" integer DEFAULT 0 NOT NULL;
COMMENT ON COLUMN "raw"."tenants"."circuit_open_until" IS $pga$Nothing is asked of ServiceTitan for this tenant before this moment; NULL: no such pause.$pga$;
COMMENT ON COLUMN "raw"."tenants"."circuit_reason" IS $pga$Why it is paused: the failure that came last.$pga$;
COMMENT ON COLUMN "raw"."tenants"."consecutive_failures" IS $pga$Runs of this tenant that failed since the last one that ended well, whatever the table.$pga$;

CREATE TABLE "raw"."sync_schedules" (
  "tenant_id" bigint NOT NULL,
  "table_name" text NOT NULL,
  "incremental_every" interval,
  "full_every" interval,
  "verify_every" interval,
  "freshness_target" interval
);
COMMENT ON COLUMN "raw"."sync_schedules"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."sync_schedules"."table_name" IS $pga$The cache table in schema raw, such as st_jobs.$pga$;
COMMENT ON COLUMN "raw"."sync_schedules"."incremental_every" IS $pga$Time between two incremental syncs; NULL: the default.$pga$;
COMMENT ON COLUMN "raw"."sync_schedules"."full_every" IS $pga$Time between two full syncs; NULL: the default.$pga$;
COMMENT ON COLUMN "raw"."sync_schedules"."verify_every" IS $pga$Time between two verify runs; NULL: the default.$pga$;
COMMENT ON COLUMN "raw"."sync_schedules"."freshness_target" IS $pga$How old the data may be before raw.freshness calls it a breach; NULL: 30 minutes.$pga$;
COMMENT ON TABLE "raw"."sync_schedules" IS $pga$How often a tenant wants a table synced, where that is not the default.$pga$;

ALTER TABLE "raw"."sync_schedules"
  ADD CONSTRAINT "sync_schedules_pkey" PRIMARY KEY (tenant_id, table_name);

COMMENT ON INDEX raw.sync_schedules_pkey IS 'Query: the schedule of a table; the schedules of a tenant';

ALTER TABLE raw.sync_schedules OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.sync_schedules TO lazi_sync;

GRANT SELECT ON raw.sync_schedules TO lazi_reader;

ALTER TABLE "raw"."sync_schedules"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."sync_schedules"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."sync_schedules" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."sync_schedules" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

CREATE TABLE "raw"."full_sync_pages" (
  "tenant_id" bigint NOT NULL,
  "table_name" text NOT NULL,
  "page" bigint NOT NULL,
  "st_ids" bigint[] NOT NULL
);
COMMENT ON COLUMN "raw"."full_sync_pages"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."full_sync_pages"."table_name" IS $pga$The cache table in schema raw, such as st_jobs.$pga$;
COMMENT ON COLUMN "raw"."full_sync_pages"."page" IS $pga$Number of the page within the full sync, in the order it was written.$pga$;
COMMENT ON COLUMN "raw"."full_sync_pages"."st_ids" IS $pga$ServiceTitan's ids of the records on the page.$pga$;
COMMENT ON TABLE "raw"."full_sync_pages" IS $pga$What the full sync under way has seen, one row a page: rows of the table that it did not see are gone from ServiceTitan.$pga$;

ALTER TABLE "raw"."full_sync_pages"
  ADD CONSTRAINT "full_sync_pages_pkey" PRIMARY KEY (tenant_id, table_name, page);

COMMENT ON INDEX raw.full_sync_pages_pkey IS 'Query: the ids that a full sync has seen';

ALTER TABLE raw.full_sync_pages OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.full_sync_pages TO lazi_sync;

GRANT SELECT ON raw.full_sync_pages TO lazi_reader;

ALTER TABLE "raw"."full_sync_pages"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."full_sync_pages"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."full_sync_pages" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."full_sync_pages" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

CREATE TABLE "raw"."delete_suspects" (
  "tenant_id" bigint NOT NULL,
  "table_name" text NOT NULL,
  "st_id" bigint NOT NULL,
  "run_id" bigint,
  "suspected_at" timestamptz NOT NULL
);
COMMENT ON COLUMN "raw"."delete_suspects"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."delete_suspects"."table_name" IS $pga$The cache table in schema raw, such as st_jobs.$pga$;
COMMENT ON COLUMN "raw"."delete_suspects"."st_id" IS $pga$ServiceTitan's id of the record, unique within the tenant only.$pga$;
COMMENT ON COLUMN "raw"."delete_suspects"."run_id" IS $pga$The run that did not see it.$pga$;
COMMENT ON COLUMN "raw"."delete_suspects"."suspected_at" IS $pga$When that was.$pga$;
COMMENT ON TABLE "raw"."delete_suspects" IS $pga$Rows that look gone from ServiceTitan and have no tombstone, because a run found more of them than it may mark by itself.$pga$;

ALTER TABLE "raw"."delete_suspects"
  ADD CONSTRAINT "delete_suspects_pkey" PRIMARY KEY (tenant_id, table_name, st_id);

COMMENT ON INDEX raw.delete_suspects_pkey IS 'Query: the suspects of a table';

ALTER TABLE raw.delete_suspects OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.delete_suspects TO lazi_sync;

GRANT SELECT ON raw.delete_suspects TO lazi_reader;

ALTER TABLE "raw"."delete_suspects"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."delete_suspects"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."delete_suspects" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."delete_suspects" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

CREATE TABLE "raw"."sync_requests" (
  "tenant_id" bigint NOT NULL,
  "request_id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  "table_name" text NOT NULL,
  "kind" text NOT NULL CHECK (kind IN ('full', 'incremental', 'hot', 'verify')),
  "allow_deletes" boolean DEFAULT false NOT NULL,
  "requested_by" text,
  "requested_at" timestamptz DEFAULT now() NOT NULL,
  "status" text DEFAULT $pga$pending$pga$ NOT NULL CHECK (status IN ('pending', 'running', 'succeeded', 'failed')),
  "run_id" bigint,
  "started_at" timestamptz,
  "finished_at" timestamptz,
  "error" text
);
COMMENT ON COLUMN "raw"."sync_requests"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."sync_requests"."request_id" IS $pga$The request; later ones have greater numbers.$pga$;
COMMENT ON COLUMN "raw"."sync_requests"."table_name" IS $pga$The cache table in schema raw, such as st_jobs.$pga$;
COMMENT ON COLUMN "raw"."sync_requests"."kind" IS $pga$The kind of run that is asked for, as in raw.sync_runs.$pga$;
COMMENT ON COLUMN "raw"."sync_requests"."allow_deletes" IS $pga$Whether the run may write more tombstones than a run may by itself.$pga$;
COMMENT ON COLUMN "raw"."sync_requests"."requested_by" IS $pga$Who asked, for people.$pga$;
COMMENT ON COLUMN "raw"."sync_requests"."requested_at" IS $pga$When it was asked for.$pga$;
COMMENT ON COLUMN "raw"."sync_requests"."status" IS $pga$What became of it; pending: no worker has taken it yet.$pga$;
COMMENT ON COLUMN "raw"."sync_requests"."run_id" IS $pga$The run that answers it; NULL before it began.$pga$;
COMMENT ON COLUMN "raw"."sync_requests"."started_at" IS $pga$When a worker took it.$pga$;
COMMENT ON COLUMN "raw"."sync_requests"."finished_at" IS $pga$When its run ended, well or not.$pga$;
COMMENT ON COLUMN "raw"."sync_requests"."error" IS $pga$Why it failed.$pga$;
COMMENT ON TABLE "raw"."sync_requests" IS $pga$Runs that people or apps ask for; a worker takes them.$pga$;

ALTER TABLE "raw"."sync_requests"
  ADD CONSTRAINT "sync_requests_pkey" PRIMARY KEY (tenant_id, request_id);

COMMENT ON INDEX raw.sync_requests_pkey IS 'Query: a request by its id; the newest of a tenant';

CREATE INDEX "sync_requests_pending_idx" ON "raw"."sync_requests" ("tenant_id", "requested_at") WHERE status = 'pending';

COMMENT ON INDEX raw.sync_requests_pending_idx IS 'Query: the requests of a tenant that wait, oldest first';

ALTER TABLE raw.sync_requests OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.sync_requests TO lazi_sync;

GRANT SELECT ON raw.sync_requests TO lazi_reader;

ALTER TABLE "raw"."sync_requests"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."sync_requests"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."sync_requests" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."sync_requests" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

GRANT USAGE ON SEQUENCE raw.sync_requests_request_id_seq TO lazi_sync;

CREATE UNLOGGED TABLE "raw"."rate_limits" (
  "tenant_id" bigint NOT NULL,
  "full_at" timestamptz NOT NULL
);
COMMENT ON COLUMN "raw"."rate_limits"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."rate_limits"."full_at" IS $pga$When the tenant may again send as many requests at once as the limit allows; each request moves it on.$pga$;
COMMENT ON TABLE "raw"."rate_limits" IS $pga$The rate limit that all workers of a tenant share. Not logged: after a crash it is empty, and that means full.$pga$;

ALTER TABLE "raw"."rate_limits"
  ADD CONSTRAINT "rate_limits_pkey" PRIMARY KEY (tenant_id);

COMMENT ON INDEX raw.rate_limits_pkey IS 'Query: the rate limit of a tenant';

ALTER TABLE raw.rate_limits OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.rate_limits TO lazi_sync;

GRANT SELECT ON raw.rate_limits TO lazi_reader;

ALTER TABLE "raw"."rate_limits"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."rate_limits"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."rate_limits" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."rate_limits" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

CREATE VIEW raw.freshness WITH (security_invoker = true) AS
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
 CROSS JOIN (VALUES
         ('st_locations'), ('st_jobs'), ('st_appointments'), ('st_technicians'), ('st_appointment_assignments'),
         ('st_customers'), ('st_customer_contacts'), ('st_location_contacts'), ('st_business_units'),
         ('st_campaigns'), ('st_job_types'), ('st_zones'), ('st_teams'), ('st_tag_types'), ('st_employees'),
         ('st_invoices'), ('st_payments'), ('st_estimates')) AS cache_tables (table_name)
  LEFT JOIN raw.sync_state AS state
         ON state.tenant_id = tenants.tenant_id AND state.table_name = cache_tables.table_name
  LEFT JOIN raw.sync_schedules AS schedule
         ON schedule.tenant_id = tenants.tenant_id AND schedule.table_name = cache_tables.table_name;

COMMENT ON VIEW raw.freshness IS 'How old the data of each cache table of each tenant is, and whether that is too old.';

COMMENT ON COLUMN raw.freshness.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN raw.freshness.tenant IS 'Name of the contractor, for people.';

COMMENT ON COLUMN raw.freshness.table_name IS 'The cache table in schema raw, such as st_jobs.';

COMMENT ON COLUMN raw.freshness.data_as_of IS 'Everything that ServiceTitan changed before this moment is in the table; NULL: nothing was synced yet.';

COMMENT ON COLUMN raw.freshness.lag IS 'How long ago data_as_of was.';

COMMENT ON COLUMN raw.freshness.target IS 'How long ago it may be: the freshness_target of raw.sync_schedules, or 30 minutes.';

COMMENT ON COLUMN raw.freshness.breached IS 'Whether lag is more than target, or nothing was synced yet.';

COMMENT ON COLUMN raw.freshness.complete_as_of IS 'The same as data_as_of, proven by counts of a verify run; NULL: none ended yet.';

COMMENT ON COLUMN raw.freshness.last_full_sync IS 'When the last full sync ended whole.';

COMMENT ON COLUMN raw.freshness.last_incremental_sync IS 'When the last incremental sync ended whole.';

COMMENT ON COLUMN raw.freshness.last_error IS 'What stopped the last failed run; NULL once a run ends well.';

COMMENT ON COLUMN raw.freshness.status IS 'What the sync of this table does now: idle, running or failed.';

ALTER VIEW raw.freshness OWNER TO lazi_migrator;

REVOKE ALL ON raw.freshness FROM lazi_sync, lazi_reader;

GRANT SELECT ON raw.freshness TO lazi_sync, lazi_reader;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('012_extend_sync_bookkeeping', now() AT TIME ZONE 'UTC');

COMMIT;
