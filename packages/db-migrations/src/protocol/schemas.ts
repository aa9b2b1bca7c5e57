/**
 * The schemas that migrations make, each with its purpose, which is also its comment in the database. What goes through
 * all of them (the catalog, the lint, the documents, the row types) goes through this list. pg-boss makes what is in
 * `lazi_queue`, so that schema is not here.
 */
export const schemas = {
  api: 'Who may use the API.',
  raw: 'ServiceTitan as it is: one cache table a resource, and what the sync knows of each.',
} as const satisfies Record<string, string>

export type SchemaName = keyof typeof schemas

export const schemaNames = Object.keys(schemas) as SchemaName[]
