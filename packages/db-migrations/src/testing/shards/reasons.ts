// Reasons that several exceptions have in common.

export const allTenants = 'It concerns all tenants, or those of a worker, and Citus asks all shards.'
export const unlessNamed = 'It concerns all tenants unless one is named.'
export const oneMessage =
  'Settings share a message with BEGIN, which saves a round trip; with Citus, each is to be a message of its own.'
export const genericPlan =
  'A custom plan would copy megabytes, or expect one row of a new tenant; with Citus the setting is to be left out.'
export const localTable = 'raw.rate_limits stays on the coordinator: nothing joins it, and it may be lost.'
export const dbUser =
  'db_user is what PostgreSQL knows, and not for the app to write; with Citus the column is to be granted too.'
