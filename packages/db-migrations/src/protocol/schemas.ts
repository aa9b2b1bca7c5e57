/**
 * The schemas that migrations make, each with its purpose, which is also its comment in the database. What goes through
 * all of them (the catalog, the lint, the documents, the row types) goes through this list. `lazi_queue` is not here:
 * pg-boss defined what was in it, and a migration drops it.
 */
export const schemas = {
  api: 'Who may use the API.',
  raw: 'ServiceTitan as it is: one cache table a resource, and what the sync knows of each.',
} as const satisfies Record<string, string>

export type SchemaName = keyof typeof schemas

export const schemaNames = Object.keys(schemas) as SchemaName[]
