-- Applies 013_add_kinds_of_runs. Made by `db-migrations export-sql`; change the migration, not this file.

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '012_extend_sync_bookkeeping' THEN
    RAISE EXCEPTION '013_add_kinds_of_runs comes after 012_extend_sync_bookkeeping, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

-- Not in a transaction: each statement stands by itself.

ALTER TABLE raw.sync_runs ADD CONSTRAINT sync_runs_kind_new_check CHECK (kind IN ('full', 'incremental', 'hot', 'verify')) NOT VALID;

ALTER TABLE raw.sync_runs VALIDATE CONSTRAINT sync_runs_kind_new_check;

ALTER TABLE raw.sync_runs DROP CONSTRAINT sync_runs_kind_check;

ALTER TABLE raw.sync_runs RENAME CONSTRAINT sync_runs_kind_new_check TO sync_runs_kind_check;

COMMENT ON COLUMN raw.sync_runs.kind IS 'full: the whole resource; incremental: from the stored cursor on; hot: the newest changes, the cursor stays; verify: counted against ServiceTitan, and mended where it differs.';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('013_add_kinds_of_runs', now() AT TIME ZONE 'UTC');
