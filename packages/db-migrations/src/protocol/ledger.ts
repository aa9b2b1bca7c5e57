/** The ledger of node-pg-migrate with its columns, so that its CLI can continue the work of this migrator. */
export const ledger = { schema: 'public', table: 'pgmigrations' } as const

/** The qualified name of the ledger. */
export const ledgerName = `${ledger.schema}.${ledger.table}` as const
