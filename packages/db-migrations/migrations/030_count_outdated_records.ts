import type { MigrationBuilder } from 'node-pg-migrate'

const runs = { schema: 'raw', name: 'sync_runs' }

export function up(pgm: MigrationBuilder): void {
  pgm.addColumn(runs, {
    outdated: {
      type: 'bigint',
      notNull: true,
      default: 0,
      comment: 'Records that were skipped because the stored version is newer.',
    },
  })
  pgm.sql(`COMMENT ON COLUMN raw.sync_runs.unchanged IS 'Records that were already stored.'`)
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropColumn(runs, 'outdated')
  pgm.sql(
    `COMMENT ON COLUMN raw.sync_runs.unchanged IS 'Records that were already stored, or older than what is stored.'`,
  )
}
