-- Applies 042_say_how_logs_were_verified. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '041_create_erased' THEN
    RAISE EXCEPTION '042_say_how_logs_were_verified comes after 041_create_erased, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

ALTER TABLE "audit"."verifications"
  ADD "options" text[] DEFAULT $pga${}$pga$ NOT NULL,
  ADD "checkpoint_size" bigint,
  ADD "seals" bigint;
COMMENT ON COLUMN "audit"."verifications"."options" IS $pga$What was compared besides the log itself. checkpoint: exported checkpoints; state: the rows as they are now; key: signatures, with a key; public_key: also that every seal is signed.$pga$;
COMMENT ON COLUMN "audit"."verifications"."checkpoint_size" IS $pga$The greatest size of the checkpoints of the log that were given; NULL: none was.$pga$;
COMMENT ON COLUMN "audit"."verifications"."seals" IS $pga$The number of seals; NULL: not known, of before this column.$pga$;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('042_say_how_logs_were_verified', now() AT TIME ZONE 'UTC');

COMMIT;
