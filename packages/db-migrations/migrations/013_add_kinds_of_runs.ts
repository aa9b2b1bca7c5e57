import type { MigrationBuilder } from 'node-pg-migrate'

// One transaction a statement: what validates a CHECK reads the whole table, and nobody waits for that.

export function up(pgm: MigrationBuilder): void {
  pgm.noTransaction()
  pgm.sql(addCheck(['full', 'incremental', 'hot', 'verify']))
  replaceCheck(pgm)
  commentOnKind(
    pgm,
    'full: the whole resource; incremental: from the stored cursor on; hot: the newest changes, the cursor stays; verify: counted against ServiceTitan, and mended where it differs.',
  )
}

/** Removes the runs of the kinds that go, once no new ones can come. */
export function down(pgm: MigrationBuilder): void {
  pgm.noTransaction()
  pgm.sql(addCheck(['full', 'incremental']))
  pgm.sql(`DELETE FROM raw.sync_runs WHERE kind IN ('hot', 'verify');`)
  replaceCheck(pgm)
  commentOnKind(pgm, 'full: the whole resource; incremental: from the stored cursor on.')
}

function addCheck(kinds: readonly string[]): string {
  const list = kinds.map((kind) => `'${kind}'`).join(', ')
  return `ALTER TABLE raw.sync_runs ADD CONSTRAINT sync_runs_kind_new_check CHECK (kind IN (${list})) NOT VALID;`
}

/** The new CHECK holds before the old one goes, and takes its name. */
function replaceCheck(pgm: MigrationBuilder): void {
  pgm.sql('ALTER TABLE raw.sync_runs VALIDATE CONSTRAINT sync_runs_kind_new_check;')
  pgm.sql('ALTER TABLE raw.sync_runs DROP CONSTRAINT sync_runs_kind_check;')
  pgm.sql('ALTER TABLE raw.sync_runs RENAME CONSTRAINT sync_runs_kind_new_check TO sync_runs_kind_check;')
}

function commentOnKind(pgm: MigrationBuilder, comment: string): void {
  pgm.sql(`COMMENT ON COLUMN raw.sync_runs.kind IS '${comment}';`)
}
