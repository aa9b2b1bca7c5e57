/**
 * The schemas that migrations create, with their comments in the database. The catalog, the lint, the documents and the
 * row types iterate over this list. `lazi_queue` is not in it: pg-boss defined its contents, and a migration drops it.
 */
export const schemas = {
  api: 'Access to the API.',
  raw: 'The cache of ServiceTitan: one table per resource, and the state of its sync.',
} as const satisfies Record<string, string>

export type SchemaName = keyof typeof schemas

export const schemaNames = Object.keys(schemas) as SchemaName[]
