/**
 * The schemas that migrations create, with their comments in the database. The catalog, the lint, the documents and the
 * row types iterate over this list. `lazi_queue` is not in it: pg-boss defined its contents, and a migration drops it.
 */
export const schemas = {
  api: 'Who may use the API.',
  raw: 'ServiceTitan as it is: one cache table a resource, and what the sync knows of each.',
} as const satisfies Record<string, string>

export type SchemaName = keyof typeof schemas

export const schemaNames = Object.keys(schemas) as SchemaName[]
