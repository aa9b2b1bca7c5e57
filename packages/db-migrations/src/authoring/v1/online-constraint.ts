import type { MigrationBuilder } from 'node-pg-migrate'
import { assertName, quoteIdentifier, quoteTable, type TableName } from './sql-text.ts'

// Each step is a transaction of its own: in one, the first step's lock would be held during the scan of the
// second, and nobody could read the table meanwhile.

/**
 * Makes a column NOT NULL without a scan under a lock that stops readers: the scan happens when a CHECK is
 * validated, and SET NOT NULL believes that CHECK. Rows with NULL stop it there; after a backfill it goes on.
 */
export function setNotNull(pgm: MigrationBuilder, table: TableName, column: string): void {
  const name = assertName(`${table.name}_${column}_not_null`)
  const target = quoteTable(table)
  addConstraint(pgm, table, name, `CHECK (${quoteIdentifier(column)} IS NOT NULL)`)
  pgm.sql(`ALTER TABLE ${target} ALTER COLUMN ${quoteIdentifier(column)} SET NOT NULL;`)
  pgm.sql(`ALTER TABLE ${target} DROP CONSTRAINT ${quoteIdentifier(name)};`)
}

/**
 * Adds a CHECK or FOREIGN KEY, such as `CHECK (total >= 0)`: new rows obey it at once, and the rows that are
 * there are looked at without stopping readers or writers.
 * @throws {TypeError} for other constraints, which cannot be added in two steps.
 */
export function addConstraint(pgm: MigrationBuilder, table: TableName, name: string, sql: string): void {
  if (!/^\s*(?:CHECK|FOREIGN\s+KEY)\b/i.test(sql)) {
    throw new TypeError(`Expected \`sql\` to begin with CHECK or FOREIGN KEY, got ${JSON.stringify(sql)}`)
  }
  pgm.noTransaction()
  const target = quoteTable(table)
  const constraint = quoteIdentifier(assertName(name))
  pgm.sql(`ALTER TABLE ${target} ADD CONSTRAINT ${constraint} ${sql} NOT VALID;`)
  pgm.sql(`ALTER TABLE ${target} VALIDATE CONSTRAINT ${constraint};`)
}
