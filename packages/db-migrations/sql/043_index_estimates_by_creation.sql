-- Applies 043_index_estimates_by_creation. Made by `db-migrations export-sql`; change the migration, not this file.

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '042_say_how_logs_were_verified' THEN
    RAISE EXCEPTION '043_index_estimates_by_creation comes after 042_say_how_logs_were_verified, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

-- Not in a transaction: each statement stands by itself.

CREATE INDEX CONCURRENTLY "st_estimates_created_idx" ON "raw"."st_estimates" ("tenant_id", "created_on") WHERE active AND deleted_at IS NULL;

COMMENT ON INDEX "raw"."st_estimates_created_idx" IS 'Query: estimates, newest first; those of a period';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('043_index_estimates_by_creation', now() AT TIME ZONE 'UTC');
