import type { MigrationBuilder } from 'node-pg-migrate'
import { secureTable } from '../src/authoring/v1/cache-table.ts'
import { createCommentedIndex } from '../src/authoring/v1/commented-index.ts'

const raw = (name: string) => ({ schema: 'raw', name })

export const allow = [
  {
    rule: 'prefer-bigint-over-int',
    reason: 'consecutive_failures counts runs, of which there are a few hundred a day',
  },
]

export function up(pgm: MigrationBuilder): void {
  for (const [table, columns] of Object.entries(newColumns)) pgm.addColumns(raw(table), columns)
  createSyncSchedules(pgm)
  createFullSyncPages(pgm)
  createDeleteSuspects(pgm)
  createSyncRequests(pgm)
  createRateLimits(pgm)
  createFreshness(pgm)
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropView(raw('freshness'))
  for (const name of [
    'rate_limits',
    'sync_requests',
    'delete_suspects',
    'full_sync_pages',
    'sync_schedules',
  ]) {
    pgm.dropTable(raw(name))
  }
  for (const [table, columns] of Object.entries(newColumns).toReversed()) {
    pgm.dropColumns(raw(table), Object.keys(columns))
  }
}

const tenantId = { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' }
const tableName = { type: 'text', notNull: true, comment: 'The cache table in schema raw, such as st_jobs.' }
const stId = {
  type: 'bigint',
  notNull: true,
  comment: "ServiceTitan's id of the record, unique within the tenant only.",
}

const newColumns = {
  sync_state: {
    full_sync_started_at: {
      type: 'timestamptz',
      comment: 'When the full sync that is under way began; NULL when none is.',
    },
    last_hot_sync: {
      type: 'timestamptz',
      comment: 'When the last hot pass ended whole: the newest changes, without moving the cursor.',
    },
    last_verified_at: {
      type: 'timestamptz',
      comment: 'When the table was last counted against ServiceTitan and what differed was mended.',
    },
    complete_as_of: {
      type: 'timestamptz',
      comment: 'Proven by counts: everything that ServiceTitan changed before this moment is in the table.',
    },
  },
  sync_runs: {
    windows: {
      type: 'bigint',
      notNull: true,
      default: 0,
      comment: 'Windows of modified_on whose records a verify run counted.',
    },
    mended: {
      type: 'bigint',
      notNull: true,
      default: 0,
      comment: 'Rows that a verify run found to differ and wrote anew.',
    },
  },
  tenants: {
    circuit_open_until: {
      type: 'timestamptz',
      comment: 'Nothing is asked of ServiceTitan for this tenant before this moment; NULL: no such pause.',
    },
    circuit_reason: { type: 'text', comment: 'Why it is paused: the failure that came last.' },
    consecutive_failures: {
      type: 'integer',
      notNull: true,
      default: 0,
      comment: 'Runs of this tenant that failed since the last one that ended well, whatever the table.',
    },
  },
}

function createSyncSchedules(pgm: MigrationBuilder): void {
  const table = raw('sync_schedules')
  pgm.createTable(
    table,
    {
      tenant_id: tenantId,
      table_name: tableName,
      incremental_every: {
        type: 'interval',
        comment: 'Time between two incremental syncs; NULL: the default.',
      },
      full_every: { type: 'interval', comment: 'Time between two full syncs; NULL: the default.' },
      verify_every: { type: 'interval', comment: 'Time between two verify runs; NULL: the default.' },
      freshness_target: {
        type: 'interval',
        comment: 'How old the data may be before raw.freshness calls it a breach; NULL: 30 minutes.',
      },
    },
    { comment: 'How often a tenant wants a table synced, where that is not the default.' },
  )
  pgm.addConstraint(table, 'sync_schedules_pkey', 'PRIMARY KEY (tenant_id, table_name)')
  pgm.sql(
    `COMMENT ON INDEX raw.sync_schedules_pkey IS 'Query: the schedule of a table; the schedules of a tenant';`,
  )
  secureTable(pgm, table.name)
}

function createFullSyncPages(pgm: MigrationBuilder): void {
  const table = raw('full_sync_pages')
  pgm.createTable(
    table,
    {
      tenant_id: tenantId,
      table_name: tableName,
      page: {
        type: 'bigint',
        notNull: true,
        comment: 'Number of the page within the full sync, in the order it was written.',
      },
      st_ids: {
        type: 'bigint[]',
        notNull: true,
        comment: "ServiceTitan's ids of the records on the page.",
      },
    },
    {
      comment:
        'What the full sync under way has seen, one row a page: rows of the table that it did not see are gone from ServiceTitan.',
    },
  )
  pgm.addConstraint(table, 'full_sync_pages_pkey', 'PRIMARY KEY (tenant_id, table_name, page)')
  pgm.sql(`COMMENT ON INDEX raw.full_sync_pages_pkey IS 'Query: the ids that a full sync has seen';`)
  secureTable(pgm, table.name)
}

function createDeleteSuspects(pgm: MigrationBuilder): void {
  const table = raw('delete_suspects')
  pgm.createTable(
    table,
    {
      tenant_id: tenantId,
      table_name: tableName,
      st_id: stId,
      run_id: { type: 'bigint', comment: 'The run that did not see it.' },
      suspected_at: { type: 'timestamptz', notNull: true, comment: 'When that was.' },
    },
    {
      comment:
        'Rows that look gone from ServiceTitan and have no tombstone, because a run found more of them than it may mark by itself.',
    },
  )
  pgm.addConstraint(table, 'delete_suspects_pkey', 'PRIMARY KEY (tenant_id, table_name, st_id)')
  pgm.sql(`COMMENT ON INDEX raw.delete_suspects_pkey IS 'Query: the suspects of a table';`)
  secureTable(pgm, table.name)
}

function createSyncRequests(pgm: MigrationBuilder): void {
  const table = raw('sync_requests')
  pgm.createTable(
    table,
    {
      tenant_id: tenantId,
      request_id: {
        type: 'bigint',
        notNull: true,
        sequenceGenerated: { precedence: 'ALWAYS' },
        comment: 'The request; later ones have greater numbers.',
      },
      table_name: tableName,
      kind: {
        type: 'text',
        notNull: true,
        check: "kind IN ('full', 'incremental', 'hot', 'verify')",
        comment: 'The kind of run that is asked for, as in raw.sync_runs.',
      },
      allow_deletes: {
        type: 'boolean',
        notNull: true,
        default: false,
        comment: 'Whether the run may write more tombstones than a run may by itself.',
      },
      requested_by: { type: 'text', comment: 'Who asked, for people.' },
      requested_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When it was asked for.',
      },
      status: {
        type: 'text',
        notNull: true,
        default: 'pending',
        check: "status IN ('pending', 'running', 'succeeded', 'failed')",
        comment: 'What became of it; pending: no worker has taken it yet.',
      },
      run_id: { type: 'bigint', comment: 'The run that answers it; NULL before it began.' },
      started_at: { type: 'timestamptz', comment: 'When a worker took it.' },
      finished_at: { type: 'timestamptz', comment: 'When its run ended, well or not.' },
      error: { type: 'text', comment: 'Why it failed.' },
    },
    { comment: 'Runs that people or apps ask for; a worker takes them.' },
  )
  pgm.addConstraint(table, 'sync_requests_pkey', 'PRIMARY KEY (tenant_id, request_id)')
  pgm.sql(`COMMENT ON INDEX raw.sync_requests_pkey IS 'Query: a request by its id; the newest of a tenant';`)
  createCommentedIndex(pgm, table, {
    name: 'sync_requests_pending_idx',
    columns: ['tenant_id', 'requested_at'],
    where: "status = 'pending'",
    query: 'the requests of a tenant that wait, oldest first',
  })
  secureTable(pgm, table.name)
  // Default privileges give this only where the login that migrates is the one that ran 010.
  pgm.sql('GRANT USAGE ON SEQUENCE raw.sync_requests_request_id_seq TO lazi_sync;')
}

function createRateLimits(pgm: MigrationBuilder): void {
  const table = raw('rate_limits')
  pgm.createTable(
    table,
    {
      tenant_id: tenantId,
      full_at: {
        type: 'timestamptz',
        notNull: true,
        comment:
          'When the tenant may again send as many requests at once as the limit allows; each request moves it on.',
      },
    },
    {
      unlogged: true,
      comment:
        'The rate limit that all workers of a tenant share. Not logged: after a crash it is empty, and that means full.',
    },
  )
  pgm.addConstraint(table, 'rate_limits_pkey', 'PRIMARY KEY (tenant_id)')
  pgm.sql(`COMMENT ON INDEX raw.rate_limits_pkey IS 'Query: the rate limit of a tenant';`)
  secureTable(pgm, table.name)
}

function createFreshness(pgm: MigrationBuilder): void {
  pgm.sql(freshness)
  pgm.sql(
    `COMMENT ON VIEW raw.freshness IS 'How old the data of each cache table of each tenant is, and whether that is too old.';`,
  )
  for (const [column, comment] of Object.entries(freshnessColumns)) {
    pgm.sql(`COMMENT ON COLUMN raw.freshness.${column} IS '${comment}';`)
  }
  pgm.sql('ALTER VIEW raw.freshness OWNER TO lazi_migrator;')
  // Default privileges would let the sync write to it, where the login that migrates is the one that ran 010.
  pgm.sql('REVOKE ALL ON raw.freshness FROM lazi_sync, lazi_reader;')
  pgm.sql('GRANT SELECT ON raw.freshness TO lazi_sync, lazi_reader;')
}

// security_invoker: the row-level security of its tables holds for who reads it, not for who owns it.
const freshness = `
CREATE VIEW raw.freshness WITH (security_invoker = true) AS
SELECT tenants.tenant_id,
       tenants.name AS tenant,
       cache_tables.table_name,
       state.data_as_of,
       now() - state.data_as_of AS lag,
       coalesce(schedule.freshness_target, interval '30 minutes') AS target,
       coalesce(now() - state.data_as_of > coalesce(schedule.freshness_target, interval '30 minutes'), true) AS breached,
       state.complete_as_of,
       state.last_full_sync,
       state.last_incremental_sync,
       state.last_error,
       coalesce(state.status, 'idle') AS status
  FROM raw.tenants
 CROSS JOIN (VALUES
         ('st_locations'), ('st_jobs'), ('st_appointments'), ('st_technicians'), ('st_appointment_assignments'),
         ('st_customers'), ('st_customer_contacts'), ('st_location_contacts'), ('st_business_units'),
         ('st_campaigns'), ('st_job_types'), ('st_zones'), ('st_teams'), ('st_tag_types'), ('st_employees'),
         ('st_invoices'), ('st_payments'), ('st_estimates')) AS cache_tables (table_name)
  LEFT JOIN raw.sync_state AS state
         ON state.tenant_id = tenants.tenant_id AND state.table_name = cache_tables.table_name
  LEFT JOIN raw.sync_schedules AS schedule
         ON schedule.tenant_id = tenants.tenant_id AND schedule.table_name = cache_tables.table_name;`

const freshnessColumns = {
  tenant_id: 'The tenant: one ServiceTitan account.',
  tenant: 'Name of the contractor, for people.',
  table_name: 'The cache table in schema raw, such as st_jobs.',
  data_as_of:
    'Everything that ServiceTitan changed before this moment is in the table; NULL: nothing was synced yet.',
  lag: 'How long ago data_as_of was.',
  target: 'How long ago it may be: the freshness_target of raw.sync_schedules, or 30 minutes.',
  breached: 'Whether lag is more than target, or nothing was synced yet.',
  complete_as_of: 'The same as data_as_of, proven by counts of a verify run; NULL: none ended yet.',
  last_full_sync: 'When the last full sync ended whole.',
  last_incremental_sync: 'When the last incremental sync ended whole.',
  last_error: 'What stopped the last failed run; NULL once a run ends well.',
  status: 'What the sync of this table does now: idle, running or failed.',
}
