import { type Column, resourceMap, sqlTypeOf } from 'catalog'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Field, recordTables, type Source, views } from '../src/index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const shared = [
  'tenant_id',
  'id',
  'st_id',
  'source',
  'version',
  'active',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'st_modified_on',
  'deleted_at',
]

/** The columns of a table or view that are not computed from others, each with its type. */
async function columnsOf(table: string): Promise<Record<string, string>> {
  const { rows } = await database.pool.query(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
      WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [`lazi.${table}`],
  )
  return Object.fromEntries(rows.map(({ name, type }) => [name, type]))
}

function typeOf(columns: Readonly<Record<string, Column>>, from: Source): string {
  if ('path' in from) return from.type
  const column = columns[from.column]
  if (!column) throw new Error(`Expected a column of the resource, got ${from.column}`)
  return sqlTypeOf(column.type)
}

function expectedType(columns: Readonly<Record<string, Column>>, field: Field): string {
  switch (field.kind) {
    case 'value':
      return typeOf(columns, field.from)
    case 'record':
    case 'viewed':
      expect(typeOf(columns, field.from)).toBe('bigint')
      return 'uuid'
    case 'records':
      expect(typeOf(columns, field.from)).toBe('bigint[]')
      return 'uuid[]'
    case 'customFields':
      return 'jsonb'
    case 'copy':
      return 'timestamptz'
    case 'live':
      return 'boolean'
  }
}

test.each(recordTables)(
  'the columns of lazi.$name are the fields of the map, with their types',
  async (table) => {
    const { columns } = resourceMap[table.resource]
    const fields = [
      ...Object.entries(table.fields).map(([name, field]) => [name, expectedType(columns, field)]),
      ...Object.entries(table.own ?? {}),
    ]
    const found = await columnsOf(table.name)
    const own = Object.entries(found).filter(([name]) => !shared.includes(name))
    expect(Object.keys(found)).toEqual(expect.arrayContaining(shared))
    expect(Object.fromEntries(own)).toEqual(
      Object.fromEntries(
        fields.map(([name, type]) => [
          name,
          type === 'timestamptz' || type === 'instant' ? 'timestamp with time zone' : type,
        ]),
      ),
    )
  },
)

test.each(recordTables)('lazi.$name has every column of its resource that the API has', (table) => {
  const read = Object.values(table.fields).flatMap((field) =>
    'from' in field && 'column' in field.from ? [field.from.column] : [],
  )
  const exposed = Object.entries(resourceMap[table.resource].columns).flatMap(([name, { api }]) =>
    api === null ? [] : [name],
  )
  const left = exposed.filter((name) => !read.includes(name))
  // A job's first and last appointment are found by lazi.appointments.job_id (docs/decisions.md).
  expect(left).toEqual(table.name === 'jobs' ? ['first_appointment_id', 'last_appointment_id'] : [])
})

test.each(views)('lazi.$name has every column of its resource that the API has', async (view) => {
  const found = Object.keys(await columnsOf(view.name))
  const exposed = Object.entries(resourceMap[view.resource].columns).flatMap(([name, { api }]) =>
    api === null ? [] : [(view.renamed as Record<string, string>)[name] ?? name],
  )
  expect(found).toEqual(expect.arrayContaining([...exposed, ...Object.keys(view.references)]))
})

test('parents come before the records that refer to them, except for those that the database does not enforce', async () => {
  const { rows } = await database.pool.query<{ child: string; parent: string }>(
    `SELECT child.relname AS child, parent.relname AS parent FROM pg_constraint
       JOIN pg_class AS child ON child.oid = conrelid JOIN pg_class AS parent ON parent.oid = confrelid
      WHERE contype = 'f' AND child.relnamespace = 'lazi'::regnamespace`,
  )
  const place = new Map(recordTables.map(({ name }, index) => [name, index]))
  expect(rows.length).toBeGreaterThan(15)
  const wrong = rows.filter(({ child, parent }) => (place.get(parent) ?? 99) > (place.get(child) ?? -1))
  expect(wrong).toEqual([])
})
