-- Reverts 013_add_kinds_of_runs. Made by `db-migrations export-sql`; change the migration, not this file.

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '013_add_kinds_of_runs' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 013_add_kinds_of_runs', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

-- Not in a transaction: each statement stands by itself.

ALTER TABLE raw.sync_runs ADD CONSTRAINT sync_runs_kind_new_check CHECK (kind IN ('full', 'incremental')) NOT VALID;

DELETE FROM raw.sync_runs WHERE kind IN ('hot', 'verify');

ALTER TABLE raw.sync_runs VALIDATE CONSTRAINT sync_runs_kind_new_check;

ALTER TABLE raw.sync_runs DROP CONSTRAINT sync_runs_kind_check;

ALTER TABLE raw.sync_runs RENAME CONSTRAINT sync_runs_kind_new_check TO sync_runs_kind_check;

COMMENT ON COLUMN raw.sync_runs.kind IS 'full: the whole resource; incremental: from the stored cursor on.';

DELETE FROM public.pgmigrations WHERE name = '013_add_kinds_of_runs';
