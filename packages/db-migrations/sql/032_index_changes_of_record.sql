-- Applies 032_index_changes_of_record. Made by `db-migrations export-sql`; change the migration, not this file.

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '031_keep_former_values' THEN
    RAISE EXCEPTION '032_index_changes_of_record comes after 031_keep_former_values, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

-- Not in a transaction: each statement stands by itself.

CREATE INDEX CONCURRENTLY "changes_record_idx" ON "raw"."changes" ("tenant_id", "table_name", "st_id", "seq" DESC);

COMMENT ON INDEX "raw"."changes_record_idx" IS 'Query: the changes of one record, newest first';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('032_index_changes_of_record', now() AT TIME ZONE 'UTC');
