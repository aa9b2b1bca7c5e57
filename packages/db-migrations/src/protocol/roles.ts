/** The roles that migrations make, and grant what each may do; logins are members of them. */
export const roles = {
  /** Owns the schemas; for the login that migrates. */
  migrator: 'lazi_migrator',
  /** Writes schema raw, all tenants. */
  sync: 'lazi_sync',
  /** Reads schema raw, one tenant at a time: the one in {@link tenantSetting}. */
  reader: 'lazi_reader',
  /** Looks API keys up and asks for syncs, one tenant at a time. */
  api: 'lazi_api',
} as const

export type RoleName = (typeof roles)[keyof typeof roles]

/** The setting that row-level security compares `tenant_id` with; empty or unset: no row. */
export const tenantSetting = 'lazi.tenant_id'
