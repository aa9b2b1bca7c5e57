import { readFile } from 'node:fs/promises'
import type { MigrationBuilder } from 'node-pg-migrate'

// pg-boss could make its schema by itself when a worker starts. It does not get to: the role of the sync owns nothing
// and changes no schema, and the schema is the same whoever starts first.

export const allow = [
  { rule: 'prefer-bigint-over-int', reason: 'pg-boss compares its tables with the types that it made' },
  { rule: 'prefer-timestamp-tz', reason: 'pg-boss keeps its time slots without a time zone' },
  { rule: 'no-if-not-exists', reason: 'pg-boss writes it so; the schema has just been made and is empty' },
  { rule: 'index-names-its-query', reason: 'the indexes of pg-boss serve its own queries' },
]

export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.createSchema('lazi_queue')
  pgm.sql(
    `COMMENT ON SCHEMA lazi_queue IS 'The job queue of the sync, made and read by pg-boss (schema version 46). Every job can be made again from schema raw: it holds nothing that is worth a backup.';`,
  )
  pgm.sql(await queueSql())
  // First: who is to own what is in it has to be allowed to make it there.
  pgm.sql('ALTER SCHEMA lazi_queue OWNER TO lazi_migrator;')
  for (const [kind, names] of Object.entries(owned)) {
    for (const name of names) pgm.sql(`ALTER ${kind} lazi_queue.${name} OWNER TO lazi_migrator;`)
  }
  // All rows of all tables, and no right to make, change or drop one.
  pgm.sql('GRANT USAGE ON SCHEMA lazi_queue TO lazi_sync;')
  pgm.sql('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA lazi_queue TO lazi_sync;')
}

/** The SQL of schema version 46, with which pg-boss 12 would have made its tables itself, less the transaction around it. */
async function queueSql(): Promise<string> {
  const sql = await readFile(new URL('../frozen/014_create_queue.sql', import.meta.url), 'utf8')
  return sql.trim()
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropSchema('lazi_queue', { cascade: true })
}

const owned = {
  TYPE: ['job_state'],
  TABLE: [
    'version',
    'queue',
    'schedule',
    'subscription',
    'bam',
    'job',
    'job_common',
    'warning',
    'queue_stats',
    'job_dependency',
    'instance',
  ],
  FUNCTION: [
    'job_now()',
    'job_table_format(text, text)',
    'job_table_run(text, text, text)',
    'job_table_run_async(text, integer, text, text, text)',
    'create_queue(text, jsonb)',
    'delete_queue(text)',
  ],
}
