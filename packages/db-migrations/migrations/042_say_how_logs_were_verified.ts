import type { MigrationBuilder } from 'node-pg-migrate'

const verifications = { schema: 'audit', name: 'verifications' }

const newColumns = {
  options: {
    type: 'text[]',
    notNull: true,
    default: '{}',
    comment:
      'What was compared besides the log itself. checkpoint: exported checkpoints; state: the rows as they are now; key: signatures, with a key; public_key: also that every seal is signed.',
  },
  checkpoint_size: {
    type: 'bigint',
    comment: 'The greatest size of the checkpoints of the log that were given; NULL: none was.',
  },
  seals: {
    type: 'bigint',
    comment: 'The number of seals; NULL: not known, of before this column.',
  },
}

export function up(pgm: MigrationBuilder): void {
  pgm.addColumns(verifications, newColumns)
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropColumns(verifications, Object.keys(newColumns))
}
