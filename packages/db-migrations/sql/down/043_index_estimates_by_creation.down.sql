-- Reverts 043_index_estimates_by_creation. Made by `db-migrations export-sql`; change the migration, not this file.

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '043_index_estimates_by_creation' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 043_index_estimates_by_creation', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

-- Not in a transaction: each statement stands by itself.

DROP INDEX CONCURRENTLY "raw"."st_estimates_created_idx";

DELETE FROM public.pgmigrations WHERE name = '043_index_estimates_by_creation';
