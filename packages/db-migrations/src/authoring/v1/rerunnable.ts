import type { MigrationBuilder } from 'node-pg-migrate'

/** Begins a statement that may be run twice. To PostgreSQL, and to node-pg-migrate's own CLI, a comment. */
export const rerunnableMark = '-- re-runnable:'

/**
 * A statement that PostgreSQL runs outside a transaction only (VACUUM, a DO block that commits), and that
 * does no harm when it runs twice: after a crash nobody knows whether it ended. `why` says why that is so.
 */
export function rerunnable(pgm: MigrationBuilder, why: string, sql: string): void {
  pgm.noTransaction()
  pgm.sql(`${rerunnableMark} ${why.replaceAll(/\s+/g, ' ')}\n${sql}`)
}
