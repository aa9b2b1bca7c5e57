import type { MigrationBuilder } from 'node-pg-migrate'
import { addIndexConcurrently, dropIndexConcurrently } from '../src/authoring/v1/concurrent-index.ts'

const estimates = { schema: 'raw', name: 'st_estimates' }

export function up(pgm: MigrationBuilder): void {
  addIndexConcurrently(pgm, estimates, {
    name: 'st_estimates_created_idx',
    columns: ['tenant_id', 'created_on'],
    where: 'active AND deleted_at IS NULL',
    query: 'estimates, newest first; those of a period',
  })
}

export function down(pgm: MigrationBuilder): void {
  dropIndexConcurrently(pgm, estimates, 'st_estimates_created_idx')
}
