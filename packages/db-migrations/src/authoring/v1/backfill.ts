import type { MigrationBuilder } from 'node-pg-migrate'
import { rerunnable } from './rerunnable.ts'
import { quoteIdentifier, quoteLiteral, quoteTable, type TableName } from './sql-text.ts'

export interface Backfill {
  readonly table: TableName
  /** What to write, such as `total_cents = round(total * 100)`. */
  readonly set: string
  /** The rows that still need it, such as `total_cents IS NULL`: false for a row once it is written. */
  readonly where: string
  /** The primary key, or another unique index, in its order. */
  readonly key: readonly string[]
  /** Rows looked at in a batch. @default 5_000 */
  readonly batch?: number
  /** Pause after a batch, in milliseconds. @default 20 */
  readonly pauseMs?: number
}

/**
 * Changes rows batch by batch, in the order of a key, with a COMMIT after each: rows are locked for one
 * batch only. Killed anywhere, the next run begins at the first row that still needs it.
 *
 * It is one DO block, so it outlives neither its session nor the stock CLI's. A `where` that a written row
 * still matches is an error of the first batch, and nothing of that batch is kept: such a change would be
 * made twice after a crash.
 * @throws {TypeError} when an option is wrong.
 */
export function backfill(pgm: MigrationBuilder, options: Backfill): void {
  const { table, set, where, key, batch = 5_000, pauseMs = 20 } = options
  if (key.length === 0) throw new TypeError('Expected `key` to name at least one column')
  if (!Number.isInteger(batch) || batch < 1)
    throw new TypeError(`Expected \`batch\` to be 1 or more, got ${batch}`)
  if (!(pauseMs >= 0)) throw new TypeError(`Expected \`pauseMs\` to be 0 or more, got ${pauseMs}`)

  const target = quoteTable(table)
  const columns = key.map(quoteIdentifier).join(', ')
  const descending = key.map((column) => `${quoteIdentifier(column)} DESC`).join(', ')
  const first = key.map((_, index) => `first_${index}`).join(', ')
  const last = key.map((_, index) => `last_${index}`).join(', ')
  const declare = (prefix: string) =>
    key.map((column, index) => `${prefix}_${index} ${target}.${quoteIdentifier(column)}%TYPE;`).join(' ')
  const complaint = `backfill of ${table.schema}.${table.name}: WHERE still matches rows that were written`

  rerunnable(
    pgm,
    'every batch is committed, and WHERE passes over what is written',
    `DO $backfill$
#variable_conflict use_column
DECLARE
  ${declare('first')}
  ${declare('last')}
  is_again boolean;
BEGIN
  SELECT ${columns} INTO ${first} FROM ${target} WHERE (${where}) ORDER BY ${columns} LIMIT 1;
  WHILE FOUND LOOP
    SELECT ${columns} INTO ${last} FROM (
      SELECT ${columns} FROM ${target} WHERE (${columns}) >= (${first}) ORDER BY ${columns} LIMIT ${batch}
    ) AS batch ORDER BY ${descending} LIMIT 1;
    WITH written AS (
      UPDATE ${target} SET ${set}
      WHERE (${columns}) >= (${first}) AND (${columns}) <= (${last}) AND (${where})
      RETURNING (${where}) AS again
    ) SELECT bool_or(again) INTO is_again FROM written;
    IF is_again THEN
      RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(complaint)},
        HINT = 'Give a WHERE that is false for a row once it is written.';
    END IF;
    COMMIT;
    PERFORM pg_sleep(${pauseMs / 1000});
    SELECT ${columns} INTO ${first} FROM ${target}
      WHERE (${columns}) > (${last}) AND (${where}) ORDER BY ${columns} LIMIT 1;
  END LOOP;
END
$backfill$;`,
  )
}
