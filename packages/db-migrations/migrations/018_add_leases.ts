import type { MigrationBuilder } from 'node-pg-migrate'

const syncState = { schema: 'raw', name: 'sync_state' }

export function up(pgm: MigrationBuilder): void {
  pgm.addColumns(syncState, columns)
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropColumns(syncState, Object.keys(columns))
}

const columns = {
  leased_until: {
    type: 'timestamptz',
    comment:
      'When the claim of the worker that syncs the table expires unless it is renewed; NULL: no worker has claimed it.',
  },
  lease_id: {
    type: 'uuid',
    comment:
      'The claim, by which its worker notices that another one has claimed the table since; NULL: none.',
  },
}
