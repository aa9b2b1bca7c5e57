import type { MigrationBuilder } from 'node-pg-migrate'

// Its tables hold nothing that schema raw does not say: what is due is found there, and claimed by a lease there.

export { up as down } from './014_create_queue.ts'

export function up(pgm: MigrationBuilder): void {
  pgm.dropSchema('lazi_queue', { cascade: true })
}
