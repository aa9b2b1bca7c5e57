import type { CatalogObject } from '../../catalog.ts'
import { readExpectedCatalog } from '../../schema-docs/expected-catalog.ts'

/** What the rules need to know of the schema. */
export interface Schema {
  /** The tables and views with a `tenant_id`, such as `raw.st_jobs`. */
  readonly ofTenants: ReadonlySet<string>
  /** The columns of each table that have a default or an identity. */
  readonly defaults: ReadonlyMap<string, readonly string[]>
  /** Whether a role may insert into a table, or only into one of its columns. */
  readonly mayInsert: (role: string, table: string, column?: string) => boolean
}

/** Reads the schema of the migrations. */
export async function readSchema(): Promise<Schema> {
  const catalog = await readExpectedCatalog()
  if (!catalog)
    throw new Error('schema/catalog.json cannot be read; run: pnpm --filter db-migrations run docs')
  return schemaOf(catalog.objects)
}

function schemaOf(catalog: readonly CatalogObject[]): Schema {
  const named = (kind: string) => catalog.filter((object) => object.kind === kind)
  const columns = named('column').map(({ name, definition }) => {
    const end = name.lastIndexOf('.')
    return { table: name.slice(0, end), column: name.slice(end + 1), definition }
  })
  const views = named('view').filter(({ definition }) => /\btenant_id bigint\b/.test(definition))
  const tables = columns.filter(({ column }) => column === 'tenant_id').map(({ table }) => table)
  const withDefault = columns.filter(({ definition }) => /\bDEFAULT\b|\bAS IDENTITY\b/.test(definition))
  const grants = new Set(named('grant').map(({ name }) => name))
  return {
    ofTenants: new Set([...tables, ...views.map(({ name }) => name)]),
    defaults: new Map(
      tables.map((table) => [
        table,
        withDefault.filter((other) => other.table === table).map(({ column }) => column),
      ]),
    ),
    mayInsert: (role, table, column) =>
      grants.has(
        column === undefined
          ? `INSERT on ${table} to ${role}`
          : `INSERT of column ${table}.${column} to ${role}`,
      ),
  }
}
