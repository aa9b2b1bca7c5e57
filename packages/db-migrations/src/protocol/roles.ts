/** The roles that migrations create and grant privileges to; logins are members of them. */
export const roles = {
  /** Owns the schemas; for the login that runs migrations. */
  migrator: 'lazi_migrator',
  /** Writes schema raw, for all tenants. */
  sync: 'lazi_sync',
  /** Reads schema raw, only the tenant in {@link tenantSetting}. */
  reader: 'lazi_reader',
  /** Looks API keys up, only of the tenant in {@link tenantSetting}. */
  api: 'lazi_api',
  /** Writes what the API may change, with its entries in the audit log, only of the tenant in {@link tenantSetting}. */
  writer: 'lazi_writer',
  /** Empties former values in the audit log; granted to no app. */
  eraser: 'lazi_eraser',
  /** Owns the functions that delete sealed entries of the audit log; granted to no login. */
  retention: 'lazi_retention',
} as const

export type RoleName = (typeof roles)[keyof typeof roles]

/** The setting that row-level security compares with `tenant_id`; empty or unset: no rows. */
export const tenantSetting = 'lazi.tenant_id'
