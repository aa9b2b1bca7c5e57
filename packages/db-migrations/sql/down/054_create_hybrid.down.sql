-- Reverts 054_create_hybrid. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '054_create_hybrid' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 054_create_hybrid', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP TABLE "sync"."conflicts";

DROP INDEX "sync"."outbox_due_idx";

DROP INDEX "sync"."outbox_blocked_idx";

DROP INDEX "sync"."outbox_created_idx";

ALTER TABLE "sync"."outbox"
  DROP "sent",
  DROP "attempt_id",
  DROP "sent_at",
  DROP "leased_until",
  DROP "attempts",
  DROP "due_at",
  DROP "failed_fields",
  DROP "blocked_by",
  DROP "error",
  DROP "error_status",
  DROP "trace_id";

ALTER TABLE "sync"."domains" DROP CONSTRAINT "domains_paused_check";

ALTER TABLE "sync"."domains"
  DROP "paused_at",
  DROP "paused_by",
  DROP "sends_from";

COMMENT ON COLUMN sync.domains.mode IS 'Which side owns its records. servicetitan: they are read-only in LAZI; lazi: they are changed in LAZI, and ServiceTitan''s changes of them are not taken over.';

COMMENT ON COLUMN sync.outbox.state IS 'kept: LAZI owns the record, and nothing is sent.';

COMMENT ON COLUMN sync.waiting.reason IS 'reference: the row is in its table, without this reference; refused: PostgreSQL refused it, and its last good version stays; new: it was created in ServiceTitan while LAZI owns the records of its table, and is not taken over yet.';

ALTER TABLE "sync"."waiting" DROP CONSTRAINT "waiting_reason_check";

ALTER TABLE "sync"."waiting"
  ADD CONSTRAINT "waiting_reason_check" CHECK (reason IN ('reference', 'refused', 'new'));

ALTER TABLE "sync"."outbox" DROP CONSTRAINT "outbox_state_check";

ALTER TABLE "sync"."outbox"
  ADD CONSTRAINT "outbox_state_check" CHECK (state IN ('kept'));

ALTER TABLE "sync"."domains" DROP CONSTRAINT "domains_mode_check";

ALTER TABLE "sync"."domains"
  ADD CONSTRAINT "domains_mode_check" CHECK (mode IN ('servicetitan', 'lazi'));

DELETE FROM public.pgmigrations WHERE name = '054_create_hybrid';

COMMIT;
