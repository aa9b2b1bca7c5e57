-- Reverts 032_index_changes_of_record. Made by `db-migrations export-sql`; change the migration, not this file.

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '032_index_changes_of_record' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 032_index_changes_of_record', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

-- Not in a transaction: each statement stands by itself.

DROP INDEX CONCURRENTLY "raw"."changes_record_idx";

DELETE FROM public.pgmigrations WHERE name = '032_index_changes_of_record';
