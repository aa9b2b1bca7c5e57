import type { ColumnDefinitions, MigrationBuilder } from 'node-pg-migrate'

const raw = (name: string) => ({ schema: 'raw', name })
const workers = raw('workers')

export const allow = [
  {
    rule: 'tenant-leads-keys',
    reason: 'a worker serves all tenants, and its row has nothing of any of them',
  },
]

export function up(pgm: MigrationBuilder): void {
  createWorkers(pgm)
  createWorkerState(pgm)
  for (const [table, columns] of Object.entries(newColumns)) pgm.addColumns(raw(table), columns)
}

export function down(pgm: MigrationBuilder): void {
  for (const [table, columns] of Object.entries(newColumns).toReversed()) {
    pgm.dropColumns(raw(table), Object.keys(columns))
  }
  pgm.dropView(raw('worker_state'))
  pgm.dropTable(workers)
}

function createWorkers(pgm: MigrationBuilder): void {
  pgm.createTable(workers, workerColumns, {
    comment: 'The workers that run, were stopped, or ended without a clean stop. PostgreSQL sets all times.',
  })
  pgm.addConstraint(workers, 'workers_pkey', 'PRIMARY KEY (worker_id)')
  pgm.sql(`COMMENT ON INDEX raw.workers_pkey IS 'Query: a worker by its id';`)
  pgm.sql('ALTER TABLE raw.workers OWNER TO lazi_migrator;')
  pgm.sql('GRANT SELECT, INSERT, UPDATE, DELETE ON raw.workers TO lazi_sync;')
  // Who reads a tenant's rows may know whether a worker runs, but not on which machine.
  pgm.sql('REVOKE ALL ON raw.workers FROM lazi_reader;')
  pgm.sql(
    'GRANT SELECT (worker_id, version, runs_once, started_at, seen_at, stopped_at) ON raw.workers TO lazi_reader, lazi_api;',
  )
  pgm.alterTable(workers, { levelSecurity: 'ENABLE' })
  pgm.alterTable(workers, { levelSecurity: 'FORCE' })
  pgm.createPolicy(workers, 'all_workers', {
    command: 'ALL',
    role: ['lazi_migrator', 'lazi_sync'],
    using: 'true',
    check: 'true',
  })
  pgm.createPolicy(workers, 'all_workers_read', {
    command: 'SELECT',
    role: ['lazi_reader', 'lazi_api'],
    using: 'true',
  })
}

const workerColumns: ColumnDefinitions = {
  worker_id: { type: 'uuid', notNull: true, comment: 'The worker: one process.' },
  host: { type: 'text', notNull: true, comment: 'The name of its machine.' },
  process_id: { type: 'bigint', notNull: true, comment: 'Its process id on that machine.' },
  version: { type: 'text', notNull: true, comment: 'The version of its software.' },
  runs_once: {
    type: 'boolean',
    notNull: true,
    comment: 'Whether it exits once nothing is due (--once): it is not expected to run later.',
  },
  started_at: { type: 'timestamptz', notNull: true, comment: 'When it began.' },
  seen_at: { type: 'timestamptz', notNull: true, comment: 'Its last beat; it beats every 15 seconds.' },
  stopped_at: {
    type: 'timestamptz',
    comment: 'When it was stopped; NULL while it runs, and for ever if it was killed.',
  },
}

function createWorkerState(pgm: MigrationBuilder): void {
  pgm.sql(workerState)
  pgm.sql(
    `COMMENT ON VIEW raw.worker_state IS 'Whether any worker is alive, in one row: one that was seen within three beats.';`,
  )
  for (const [column, comment] of Object.entries(workerStateColumns)) {
    pgm.sql(`COMMENT ON COLUMN raw.worker_state.${column} IS '${comment}';`)
  }
  pgm.sql('ALTER VIEW raw.worker_state OWNER TO lazi_migrator;')
  pgm.sql('REVOKE ALL ON raw.worker_state FROM lazi_sync, lazi_reader;')
  pgm.sql('GRANT SELECT ON raw.worker_state TO lazi_sync, lazi_reader, lazi_api;')
}

// LATERAL, since of a single table PostgreSQL 15 and 18 print the columns differently, which `verify` would report. A beat
// in the future was written before PostgreSQL's clock was set back, and does not count.
const workerState = `
CREATE VIEW raw.worker_state WITH (security_invoker = true) AS
SELECT CASE WHEN bool_or(is_alive) THEN 'alive'
            WHEN count(*) FILTER (WHERE is_alive OR NOT runs_once) = 0 THEN 'never'
            WHEN (array_agg(stopped_at IS NOT NULL ORDER BY last_at DESC) FILTER (WHERE NOT runs_once))[1]
            THEN 'stopped' ELSE 'vanished' END AS state,
       count(*) FILTER (WHERE is_alive)::integer AS alive,
       max(last_at) FILTER (WHERE is_alive OR NOT runs_once) AS last_seen_at
  FROM raw.workers
 CROSS JOIN LATERAL (
   SELECT coalesce(stopped_at, seen_at) AS last_at,
          stopped_at IS NULL AND seen_at BETWEEN now() - interval '45 seconds' AND now() + interval '45 seconds' AS is_alive
 ) AS life`

const workerStateColumns = {
  state:
    'alive: at least one; stopped: the last one was stopped; vanished: the last one ended or froze without a clean stop; never: none has run yet, except with --once.',
  alive: 'The number of workers that are alive.',
  last_seen_at: 'When a worker was last seen; NULL: never.',
}

const newColumns: Record<string, ColumnDefinitions> = {
  tenants: {
    paused_at: {
      type: 'timestamptz',
      comment: 'When the tenant was paused; NULL: it is active, or not known.',
    },
    paused_by: { type: 'text', comment: 'Who paused it, for people.' },
  },
  sync_state: {
    failures: {
      type: 'jsonb',
      notNull: true,
      default: '{}',
      comment:
        'The failed runs since the last success, by kind of run: {"full": {"error", "at", "count"}}. Success of a lighter kind does not remove those of a heavier one: hot, incremental, full; verify is apart.',
    },
  },
}
