-- Applies 027_create_workers. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '026_add_epoch_of_change_feeds' THEN
    RAISE EXCEPTION '027_create_workers comes after 026_add_epoch_of_change_feeds, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."workers" (
  "worker_id" uuid NOT NULL,
  "host" text NOT NULL,
  "process_id" bigint NOT NULL,
  "version" text NOT NULL,
  "runs_once" boolean NOT NULL,
  "started_at" timestamptz NOT NULL,
  "seen_at" timestamptz NOT NULL,
  "stopped_at" timestamptz
);
COMMENT ON COLUMN "raw"."workers"."worker_id" IS $pga$The worker: one process.$pga$;
COMMENT ON COLUMN "raw"."workers"."host" IS $pga$The name of its machine.$pga$;
COMMENT ON COLUMN "raw"."workers"."process_id" IS $pga$Its process id on that machine.$pga$;
COMMENT ON COLUMN "raw"."workers"."version" IS $pga$The version of its software.$pga$;
COMMENT ON COLUMN "raw"."workers"."runs_once" IS $pga$Whether it exits once nothing is due (--once): it is not expected to run later.$pga$;
COMMENT ON COLUMN "raw"."workers"."started_at" IS $pga$When it began.$pga$;
COMMENT ON COLUMN "raw"."workers"."seen_at" IS $pga$Its last beat; it beats every 15 seconds.$pga$;
COMMENT ON COLUMN "raw"."workers"."stopped_at" IS $pga$When it was stopped; NULL while it runs, and for ever if it was killed.$pga$;
COMMENT ON TABLE "raw"."workers" IS $pga$The workers that run, were stopped, or ended without a clean stop. PostgreSQL sets all times.$pga$;

ALTER TABLE "raw"."workers"
  ADD CONSTRAINT "workers_pkey" PRIMARY KEY (worker_id);

COMMENT ON INDEX raw.workers_pkey IS 'Query: a worker by its id';

ALTER TABLE raw.workers OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.workers TO lazi_sync;

REVOKE ALL ON raw.workers FROM lazi_reader;

GRANT SELECT (worker_id, version, runs_once, started_at, seen_at, stopped_at) ON raw.workers TO lazi_reader, lazi_api;

ALTER TABLE "raw"."workers"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."workers"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_workers" ON "raw"."workers" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "all_workers_read" ON "raw"."workers" FOR SELECT TO lazi_reader, lazi_api USING (true);

CREATE VIEW raw.worker_state WITH (security_invoker = true) AS
SELECT CASE WHEN bool_or(is_alive) THEN 'alive'
            WHEN count(*) FILTER (WHERE is_alive OR NOT runs_once) = 0 THEN 'never'
            WHEN (array_agg(stopped_at IS NOT NULL ORDER BY last_at DESC) FILTER (WHERE NOT runs_once))[1]
            THEN 'stopped' ELSE 'vanished' END AS state,
       count(*) FILTER (WHERE is_alive)::integer AS alive,
       max(last_at) FILTER (WHERE is_alive OR NOT runs_once) AS last_seen_at
  FROM raw.workers
 CROSS JOIN LATERAL (
   SELECT coalesce(stopped_at, seen_at) AS last_at,
          stopped_at IS NULL AND seen_at BETWEEN now() - interval '45 seconds' AND now() + interval '45 seconds' AS is_alive
 ) AS life;

COMMENT ON VIEW raw.worker_state IS 'Whether any worker is alive, in one row: one that was seen within three beats.';

COMMENT ON COLUMN raw.worker_state.state IS 'alive: at least one; stopped: the last one was stopped; vanished: the last one ended or froze without a clean stop; never: none has run yet, except with --once.';

COMMENT ON COLUMN raw.worker_state.alive IS 'The number of workers that are alive.';

COMMENT ON COLUMN raw.worker_state.last_seen_at IS 'When a worker was last seen; NULL: never.';

ALTER VIEW raw.worker_state OWNER TO lazi_migrator;

REVOKE ALL ON raw.worker_state FROM lazi_sync, lazi_reader;

GRANT SELECT ON raw.worker_state TO lazi_sync, lazi_reader, lazi_api;

ALTER TABLE "raw"."tenants"
  ADD "paused_at" timestamptz,
  ADD "paused_by" text;
COMMENT ON COLUMN "raw"."tenants"."paused_at" IS $pga$When the tenant was paused; NULL: it is active, or not known.$pga$;
COMMENT ON COLUMN "raw"."tenants"."paused_by" IS $pga$Who paused it, for people.$pga$;

ALTER TABLE "raw"."sync_state"
  ADD "failures" jsonb DEFAULT $pga${}$pga$ NOT NULL;
COMMENT ON COLUMN "raw"."sync_state"."failures" IS $pga$The failed runs since the last success, by kind of run: {"full": {"error", "at", "count"}}. Success of a lighter kind does not remove those of a heavier one: hot, incremental, full; verify is apart.$pga$;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('027_create_workers', now() AT TIME ZONE 'UTC');

COMMIT;
