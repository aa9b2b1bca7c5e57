/** node-pg-migrate's own ledger, in its own shape, so that its CLI can go on where we stop. */
export const ledger = { schema: 'public', table: 'pgmigrations' } as const

/** The ledger as SQL names it. */
export const ledgerName = `${ledger.schema}.${ledger.table}` as const
