import type { MigrationBuilder } from 'node-pg-migrate'

const positions = { schema: 'raw', name: 'change_positions' }

export const allow = [
  {
    rule: 'adding-field-with-default',
    reason: 'one row per tenant: ten thousand rows are rewritten in 50 milliseconds',
  },
]

// A tenant that is removed and added again numbers its changes from 1 again; the epoch tells the two feeds apart. The
// API reads it together with the key, so that whatever was made for the removed tenant is refused.

export function up(pgm: MigrationBuilder): void {
  pgm.addColumn(positions, {
    epoch: {
      type: 'uuid',
      notNull: true,
      default: pgm.func('gen_random_uuid()'),
      comment:
        "The feed's identity: a tenant that is removed and added again has another. A consumer that stored a different one must read the tables again.",
    },
  })
  // From now on every tenant has a position from the start; these are tenants without a change so far.
  pgm.sql(`
INSERT INTO raw.change_positions (tenant_id, updated_at) SELECT tenant_id, now() FROM raw.tenants
    ON CONFLICT (tenant_id) DO NOTHING`)
  pgm.sql('GRANT SELECT (tenant_id, epoch) ON raw.change_positions TO lazi_api')
  pgm.alterPolicy(positions, 'one_tenant', { role: ['lazi_reader', 'lazi_api'] })
}

export function down(pgm: MigrationBuilder): void {
  pgm.alterPolicy(positions, 'one_tenant', { role: 'lazi_reader' })
  pgm.sql('REVOKE SELECT (tenant_id, epoch) ON raw.change_positions FROM lazi_api')
  pgm.dropColumn(positions, 'epoch')
}
