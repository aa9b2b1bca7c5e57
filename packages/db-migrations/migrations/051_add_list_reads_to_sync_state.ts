import type { MigrationBuilder } from 'node-pg-migrate'

const syncState = { schema: 'raw', name: 'sync_state' }

const newColumns = {
  listed_until: {
    type: 'timestamptz',
    comment:
      'Some accounts have feeds that leave documented fields blank. They are read from the list, of all records that changed before this time; NULL: the feed has them.',
  },
}

export function up(pgm: MigrationBuilder): void {
  pgm.addColumns(syncState, newColumns)
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropColumns(syncState, Object.keys(newColumns))
}
