import type { MigrationBuilder } from 'node-pg-migrate'
import { isOfTenant, secureTenantTable } from '../src/authoring/v2/secure-table.ts'

// Whose value stays when both sides have changed a field, where a tenant has chosen other than the default.

const rules = { schema: 'sync', name: 'field_rules' }

export function up(pgm: MigrationBuilder): void {
  pgm.createTable(
    rules,
    {
      tenant_id: { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' },
      table_name: { type: 'text', notNull: true, comment: 'The table in schema lazi, such as customers.' },
      field: { type: 'text', notNull: true, comment: 'The field, or the group of fields, such as address.' },
      on_conflict: {
        type: 'text',
        notNull: true,
        check: "on_conflict IN ('servicetitan', 'lazi', 'ask')",
        comment: 'Whose value stays when both sides have changed it. ask: a person decides.',
      },
      set_at: { type: 'timestamptz', notNull: true, comment: 'When it was set.' },
      set_by: { type: 'text', notNull: true, comment: 'Who set it, as kind:id.' },
    },
    {
      comment:
        'What becomes of fields that both sides change, where a tenant has chosen other than the default.',
    },
  )
  pgm.addConstraint(rules, 'field_rules_pkey', 'PRIMARY KEY (tenant_id, table_name, field)')
  pgm.sql(`COMMENT ON INDEX sync.field_rules_pkey IS 'Query: the rules of a table';`)
  secureTenantTable(pgm, rules)
  pgm.sql('GRANT SELECT, INSERT, UPDATE, DELETE ON sync.field_rules TO lazi_writer;')
  pgm.createPolicy(rules, 'one_tenant_writes', {
    command: 'ALL',
    role: 'lazi_writer',
    using: isOfTenant,
    check: isOfTenant,
  })
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropTable(rules)
}
