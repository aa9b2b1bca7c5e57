-- Reverts 033_create_lazi_schema. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '033_create_lazi_schema' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 033_create_lazi_schema', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP TABLE "sync"."waiting";

DROP TABLE "sync"."followers";

DROP TABLE "sync"."domains";

DROP TABLE "lazi"."change_positions";

DROP TABLE "lazi"."changes";

DROP FUNCTION lazi.st_id_of(uuid);

DROP FUNCTION lazi.projected_id(bigint, text, bigint);

DROP SCHEMA "sync";

DROP SCHEMA "lazi";

DELETE FROM public.pgmigrations WHERE name = '033_create_lazi_schema';

COMMIT;
