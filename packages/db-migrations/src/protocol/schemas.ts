/**
 * The schemas that migrations create, with their comments in the database. The catalog, the lint, the documents and the
 * row types iterate over this list. `lazi_queue` is not in it: pg-boss defined its contents, and a migration drops it.
 */
export const schemas = {
  analytics: 'Facts for reports, computed from the records: one row per job, invoice and so on.',
  api: 'Access to the API.',
  audit: 'Who changed what in LAZI, when and why.',
  lazi: "LAZI's records: the contractor's model, filled from schema raw.",
  raw: 'The cache of ServiceTitan: one table per resource, and the state of its sync.',
  sync: 'The state of what is computed from change feeds, and which side owns which records.',
} as const satisfies Record<string, string>

export type SchemaName = keyof typeof schemas

export const schemaNames = Object.keys(schemas) as SchemaName[]
