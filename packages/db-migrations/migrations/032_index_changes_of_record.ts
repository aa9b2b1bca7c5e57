import type { MigrationBuilder } from 'node-pg-migrate'
import { addIndexConcurrently, dropIndexConcurrently } from '../src/authoring/v1/concurrent-index.ts'

const changes = { schema: 'raw', name: 'changes' }

export function up(pgm: MigrationBuilder): void {
  addIndexConcurrently(pgm, changes, {
    name: 'changes_record_idx',
    columns: ['tenant_id', 'table_name', 'st_id', { name: 'seq', sort: 'DESC' }],
    query: 'the changes of one record, newest first',
  })
}

export function down(pgm: MigrationBuilder): void {
  dropIndexConcurrently(pgm, changes, 'changes_record_idx')
}
