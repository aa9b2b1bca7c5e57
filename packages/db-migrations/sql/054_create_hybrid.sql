-- Applies 054_create_hybrid. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '053_let_people_write' THEN
    RAISE EXCEPTION '054_create_hybrid comes after 053_let_people_write, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

ALTER TABLE "sync"."domains" DROP CONSTRAINT "domains_mode_check";

ALTER TABLE "sync"."domains"
  ADD CONSTRAINT "domains_mode_check" CHECK (mode IN ('servicetitan', 'hybrid', 'lazi'));

ALTER TABLE "sync"."outbox" DROP CONSTRAINT "outbox_state_check";

ALTER TABLE "sync"."outbox"
  ADD CONSTRAINT "outbox_state_check" CHECK (state IN ('kept', 'pending', 'sending', 'unknown', 'blocked', 'failed'));

ALTER TABLE "sync"."waiting" DROP CONSTRAINT "waiting_reason_check";

ALTER TABLE "sync"."waiting"
  ADD CONSTRAINT "waiting_reason_check" CHECK (reason IN ('reference', 'refused', 'new', 'may-be-ours'));

COMMENT ON COLUMN sync.domains.mode IS 'Which side owns its records. servicetitan: they are read-only in LAZI; hybrid: both sides change them, and changes are exchanged; lazi: they are changed in LAZI, and nothing is exchanged.';

COMMENT ON COLUMN sync.outbox.state IS 'kept: LAZI owns the record, and nothing is sent. pending: to be sent when due. sending: a request is under way. unknown: its response was not received. blocked: it waits for what blocked_by names. failed: ServiceTitan has refused it.';

COMMENT ON COLUMN sync.waiting.reason IS 'reference: the row is in its table, without this reference; refused: PostgreSQL refused it, and its last good version stays; new: it was created in ServiceTitan while LAZI owns the records of its table, and is not taken over yet; may-be-ours: it may be what LAZI creates in ServiceTitan just now, and waits until that is known.';

ALTER TABLE "sync"."domains"
  ADD "paused_at" timestamptz,
  ADD "paused_by" text,
  ADD "sends_from" text;
COMMENT ON COLUMN "sync"."domains"."paused_at" IS $pga$Since when nothing of it is sent. NULL: it is sent.$pga$;
COMMENT ON COLUMN "sync"."domains"."paused_by" IS $pga$Who paused it, for people.$pga$;
COMMENT ON COLUMN "sync"."domains"."sends_from" IS $pga$The database from which its records are sent, as system/timeline/oid. In another one, such as a restored backup, nothing is sent until a person confirms. NULL: any.$pga$;

ALTER TABLE "sync"."domains"
  ADD CONSTRAINT "domains_paused_check" CHECK ((paused_at IS NULL) = (paused_by IS NULL) AND (paused_at IS NULL OR mode = 'hybrid'));

ALTER TABLE "sync"."outbox"
  ADD "sent" jsonb,
  ADD "attempt_id" uuid,
  ADD "sent_at" timestamptz,
  ADD "leased_until" timestamptz,
  ADD "attempts" integer DEFAULT 0 NOT NULL,
  ADD "due_at" timestamptz,
  ADD "failed_fields" jsonb DEFAULT $pga${}$pga$ NOT NULL,
  ADD "blocked_by" text,
  ADD "error" text,
  ADD "error_status" integer,
  ADD "trace_id" text;
COMMENT ON COLUMN "sync"."outbox"."sent" IS $pga$By field: what the request under way sends, or one whose response was not received. NULL: there is none.$pga$;
COMMENT ON COLUMN "sync"."outbox"."attempt_id" IS $pga$The last attempt: the response of another one changes nothing.$pga$;
COMMENT ON COLUMN "sync"."outbox"."sent_at" IS $pga$When the request of that attempt was sent.$pga$;
COMMENT ON COLUMN "sync"."outbox"."leased_until" IS $pga$Until when a worker handles the row; later, another one may. NULL: none does.$pga$;
COMMENT ON COLUMN "sync"."outbox"."attempts" IS $pga$Failed attempts since the last success or edit.$pga$;
COMMENT ON COLUMN "sync"."outbox"."due_at" IS $pga$From when the row is handled again. NULL: it waits for something else than time.$pga$;
COMMENT ON COLUMN "sync"."outbox"."failed_fields" IS $pga$By field: why ServiceTitan has refused its value. Such fields are not sent until they change.$pga$;
COMMENT ON COLUMN "sync"."outbox"."blocked_by" IS $pga$What it waits for, such as customers/<id> or a scope.$pga$;
COMMENT ON COLUMN "sync"."outbox"."error" IS $pga$The last error.$pga$;
COMMENT ON COLUMN "sync"."outbox"."error_status" IS $pga$Its HTTP status.$pga$;
COMMENT ON COLUMN "sync"."outbox"."trace_id" IS $pga$ServiceTitan's id of the failed request, for its support.$pga$;

CREATE INDEX "outbox_due_idx" ON "sync"."outbox" ("tenant_id", "due_at") WHERE due_at IS NOT NULL;

COMMENT ON INDEX sync.outbox_due_idx IS 'Query: the records that are to be sent';

CREATE INDEX "outbox_blocked_idx" ON "sync"."outbox" ("tenant_id", "blocked_by") WHERE blocked_by IS NOT NULL;

COMMENT ON INDEX sync.outbox_blocked_idx IS 'Query: the records that wait for one';

CREATE INDEX "outbox_created_idx" ON "sync"."outbox" ("tenant_id", "table_name", "sent_at") WHERE op = 'create' AND sent IS NOT NULL;

COMMENT ON INDEX sync.outbox_created_idx IS 'Query: what is created in ServiceTitan just now';

CREATE TABLE "sync"."conflicts" (
  "tenant_id" bigint NOT NULL,
  "conflict_id" uuid NOT NULL,
  "table_name" text NOT NULL,
  "record_id" uuid NOT NULL,
  "field" text,
  "kind" text NOT NULL CHECK (kind IN ('both-changed', 'deleted-there', 'merged-there', 'deleted-here', 'ambiguous-create')),
  "base" jsonb,
  "lazi_value" jsonb,
  "servicetitan_value" jsonb,
  "policy" text NOT NULL CHECK (policy IN ('servicetitan', 'lazi', 'ask')),
  "decision" text CHECK (decision IN ('servicetitan', 'lazi')),
  "decided_by" text,
  "decided_at" timestamptz,
  "servicetitan_modified_on" timestamptz,
  "opened_at" timestamptz NOT NULL
);
COMMENT ON COLUMN "sync"."conflicts"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."conflict_id" IS $pga$The conflict; ids rise with time.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."table_name" IS $pga$The table in schema lazi, such as customers.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."record_id" IS $pga$The record.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."field" IS $pga$The field. NULL: the record as a whole.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."kind" IS $pga$What both sides did.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."base" IS $pga$The value on which both sides agreed last.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."lazi_value" IS $pga$LAZI's value.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."servicetitan_value" IS $pga$ServiceTitan's value.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."policy" IS $pga$How it is decided: by the side that is named, or by a person.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."decision" IS $pga$Whose value stays. NULL: it is open.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."decided_by" IS $pga$Who decided, as kind:id; policy: a rule did.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."decided_at" IS $pga$When it was decided.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."servicetitan_modified_on" IS $pga$When ServiceTitan's record changed last.$pga$;
COMMENT ON COLUMN "sync"."conflicts"."opened_at" IS $pga$When it was found.$pga$;
COMMENT ON TABLE "sync"."conflicts" IS $pga$Fields that both sides changed since they agreed, and how that was decided.$pga$;

ALTER TABLE "sync"."conflicts"
  ADD CONSTRAINT "conflicts_pkey" PRIMARY KEY (tenant_id, conflict_id);

COMMENT ON INDEX sync.conflicts_pkey IS 'Query: one conflict';

ALTER TABLE "sync"."conflicts"
  ADD CONSTRAINT "conflicts_decided_check" CHECK ((decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL));

CREATE UNIQUE INDEX "conflicts_open_key" ON "sync"."conflicts" ("tenant_id", "table_name", "record_id", "field") WHERE decision IS NULL;

COMMENT ON INDEX sync.conflicts_open_key IS 'Query: the open conflicts of a record';

ALTER TABLE sync.conflicts OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON sync.conflicts TO lazi_sync;

GRANT SELECT ON sync.conflicts TO lazi_reader;

ALTER TABLE "sync"."conflicts"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "sync"."conflicts"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "sync"."conflicts" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "sync"."conflicts" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT, INSERT, UPDATE ON sync.conflicts TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "sync"."conflicts" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

INSERT INTO public.pgmigrations (name, run_on) VALUES ('054_create_hybrid', now() AT TIME ZONE 'UTC');

COMMIT;
