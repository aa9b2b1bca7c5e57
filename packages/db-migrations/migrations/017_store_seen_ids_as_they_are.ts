import type { MigrationBuilder } from 'node-pg-migrate'

// The ids of a page are noted once and read once, hours later at most: to compress them costs more than it saves. What
// is stored already stays as it is, and can be read as before.

export function up(pgm: MigrationBuilder): void {
  pgm.sql('ALTER TABLE raw.full_sync_pages ALTER COLUMN st_ids SET STORAGE EXTERNAL;')
}

export function down(pgm: MigrationBuilder): void {
  pgm.sql('ALTER TABLE raw.full_sync_pages ALTER COLUMN st_ids SET STORAGE EXTENDED;')
}
