import type { MigrationBuilder } from 'node-pg-migrate'
import { addConstraint } from '../src/authoring/v1/online-constraint.ts'

const requests = { schema: 'raw', name: 'sync_requests' }
const schedules = { schema: 'raw', name: 'sync_schedules' }

// One transaction a statement: what validates a CHECK reads the whole table, and nobody waits for that.

export function up(pgm: MigrationBuilder): void {
  pgm.noTransaction()
  pgm.addColumn(requests, {
    quarantine_id: {
      type: 'bigint',
      comment: 'The entry in quarantine that is to be replayed or dropped; NULL for a run.',
    },
  })
  pgm.sql('GRANT INSERT (quarantine_id) ON raw.sync_requests TO lazi_api;')
  replaceKinds(pgm, ['full', 'incremental', 'hot', 'verify', 'replay', 'drop'])
  commentOnKind(
    pgm,
    'The kind of run that is asked for, as in raw.sync_runs; replay or drop: settle a record in quarantine.',
  )
  addConstraint(
    pgm,
    requests,
    'sync_requests_quarantine_check',
    `CHECK ((kind IN ('replay', 'drop')) = (quarantine_id IS NOT NULL))`,
  )
  // Nothing waits no time: such a row would keep a worker busy for ever, and means the default from now on.
  for (const column of intervals) {
    pgm.sql(`UPDATE raw.sync_schedules SET ${column} = NULL WHERE ${column} <= interval '0';`)
  }
  addConstraint(
    pgm,
    schedules,
    'sync_schedules_positive_check',
    `CHECK (${intervals.map((column) => `${column} > interval '0'`).join(' AND ')})`,
  )
}

/** Removes the requests of the kinds that go, once no new ones can come. */
export function down(pgm: MigrationBuilder): void {
  pgm.noTransaction()
  pgm.dropConstraint(schedules, 'sync_schedules_positive_check')
  pgm.sql(addKinds(['full', 'incremental', 'hot', 'verify']))
  pgm.sql(`DELETE FROM raw.sync_requests WHERE kind IN ('replay', 'drop');`)
  swapKinds(pgm)
  commentOnKind(pgm, 'The kind of run that is asked for, as in raw.sync_runs.')
  pgm.dropConstraint(requests, 'sync_requests_quarantine_check')
  pgm.dropColumn(requests, 'quarantine_id')
}

const intervals = ['incremental_every', 'full_every', 'verify_every', 'freshness_target']

function replaceKinds(pgm: MigrationBuilder, kinds: readonly string[]): void {
  pgm.sql(addKinds(kinds))
  swapKinds(pgm)
}

function addKinds(kinds: readonly string[]): string {
  const list = kinds.map((kind) => `'${kind}'`).join(', ')
  return `ALTER TABLE raw.sync_requests ADD CONSTRAINT sync_requests_kind_new_check CHECK (kind IN (${list})) NOT VALID;`
}

/** The new CHECK holds before the old one goes, and takes its name. */
function swapKinds(pgm: MigrationBuilder): void {
  pgm.sql('ALTER TABLE raw.sync_requests VALIDATE CONSTRAINT sync_requests_kind_new_check;')
  pgm.sql('ALTER TABLE raw.sync_requests DROP CONSTRAINT sync_requests_kind_check;')
  pgm.sql(
    'ALTER TABLE raw.sync_requests RENAME CONSTRAINT sync_requests_kind_new_check TO sync_requests_kind_check;',
  )
}

function commentOnKind(pgm: MigrationBuilder, comment: string): void {
  pgm.sql(`COMMENT ON COLUMN raw.sync_requests.kind IS '${comment}';`)
}
