// The jobs of the job queue, made by pg-boss. What it does by dynamic SQL is written out.
// Schema version 46, as pg-boss 12.38.0 prints it with getConstructionPlans(); a later version is a later migration.

export const queueJobs = `
CREATE TABLE lazi_queue.job (
  id uuid not null default gen_random_uuid(),
  name text not null,
  priority integer not null default(0),
  data jsonb,
  state lazi_queue.job_state not null default 'created',
  retry_limit integer not null default 2,
  retry_count integer not null default 0,
  retry_delay integer not null default 0,
  retry_backoff boolean not null default false,
  retry_delay_max integer,
  expire_seconds int not null default 900,
  deletion_seconds int not null default 604800,
  singleton_key text,
  singleton_on timestamp without time zone,
  group_id text,
  group_tier text,
  start_after timestamp with time zone not null default now(),
  created_on timestamp with time zone not null default now(),
  started_on timestamp with time zone,
  completed_on timestamp with time zone,
  keep_until timestamp with time zone NOT NULL default now() + interval '1209600',
  output jsonb,
  dead_letter text,
  policy text,
  heartbeat_on timestamp with time zone,
  heartbeat_seconds int,
  blocked boolean not null default false,
  blocking boolean not null default false,
  pending_dependencies int not null default 0,
  source_name text,
  source_id uuid,
  source_created_on timestamp with time zone,
  source_retry_count int,
  source_output jsonb,
  source_root_id uuid,
  trace_context jsonb,
  upsert_by_key bool
) PARTITION BY LIST (name);

ALTER TABLE lazi_queue.job ADD PRIMARY KEY (name, id);

CREATE TABLE lazi_queue.job_common (LIKE lazi_queue.job INCLUDING GENERATED INCLUDING DEFAULTS);

ALTER TABLE lazi_queue.job_common ADD PRIMARY KEY (name, id);

ALTER TABLE lazi_queue.job_common ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES lazi_queue.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE lazi_queue.job_common ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES lazi_queue.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

CREATE UNIQUE INDEX job_common_i1 ON lazi_queue.job_common (name, COALESCE(singleton_key, '')) WHERE state = 'created' AND policy = 'short';

CREATE UNIQUE INDEX job_common_i2 ON lazi_queue.job_common (name, COALESCE(singleton_key, '')) WHERE state = 'active' AND policy = 'singleton';

CREATE UNIQUE INDEX job_common_i3 ON lazi_queue.job_common (name, state, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'stately';

CREATE UNIQUE INDEX job_common_i6 ON lazi_queue.job_common (name, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'exclusive';

CREATE UNIQUE INDEX job_common_i8 ON lazi_queue.job_common (name, singleton_key) WHERE state IN ('active', 'retry', 'failed') AND policy = 'key_strict_fifo';

CREATE INDEX job_common_i10 ON lazi_queue.job_common (name, singleton_key, state DESC, created_on, id) INCLUDE (start_after) WHERE state < 'active' AND NOT blocked AND policy = 'key_strict_fifo';

ALTER TABLE lazi_queue.job_common ADD CONSTRAINT job_key_strict_fifo_singleton_key_check CHECK (NOT (policy = 'key_strict_fifo' AND singleton_key IS NULL));

CREATE UNIQUE INDEX job_common_i4 ON lazi_queue.job_common (name, singleton_on, COALESCE(singleton_key, '')) WHERE state <> 'cancelled' AND singleton_on IS NOT NULL;

CREATE INDEX job_common_i11 ON lazi_queue.job_common (name, priority DESC, created_on, start_after) WHERE state < 'active' AND NOT blocked;

CREATE INDEX job_common_i7 ON lazi_queue.job_common (name, group_id) WHERE state = 'active' AND group_id IS NOT NULL;

CREATE INDEX job_common_i9 ON lazi_queue.job_common (name, id) WHERE blocking AND state = 'completed';

CREATE INDEX job_common_i12 ON lazi_queue.job_common (source_root_id) WHERE source_root_id IS NOT NULL;

CREATE UNIQUE INDEX job_common_i13 ON lazi_queue.job_common (name, singleton_key) WHERE state = 'created' AND upsert_by_key;

CREATE INDEX job_common_i14 ON lazi_queue.job_common (name, state, blocked, start_after) WHERE state IN ('created', 'retry', 'active', 'failed');

CREATE INDEX job_common_i15 ON lazi_queue.job_common (name, created_on);

CREATE INDEX job_common_i16 ON lazi_queue.job_common (name, completed_on) WHERE completed_on IS NOT NULL;

CREATE INDEX job_common_i17 ON lazi_queue.job_common (name, singleton_key, created_on) WHERE state < 'active' AND singleton_key IS NOT NULL;

ALTER TABLE lazi_queue.job ATTACH PARTITION lazi_queue.job_common DEFAULT;
`
