import type { Resource } from 'catalog'
import { tableOf } from './cache-table-of.ts'
import { printMember, printValue } from './print-value.ts'

/** Where a new migration finds the helpers that it is written with. */
const helpers = {
  cacheTable: '../src/authoring/v2/cache-table.ts',
  freshness: '../src/authoring/v2/freshness.ts',
}

/**
 * The text of a migration that makes the table of a resource, and lists it in `raw.freshness`.
 * @param tables the cache tables that there are, in the order of that list
 */
export function migrationText(resource: Resource, tables: readonly string[]): string {
  const table = tableOf(resource)
  const members = Object.entries(table).map(([key, value]) => `    ${printMember(key, value, 4)},\n`)
  return `import type { MigrationBuilder } from 'node-pg-migrate'
import { createCacheTable, dropCacheTable } from '${helpers.cacheTable}'
import { replaceFreshness } from '${helpers.freshness}'

const tablesBefore = ${printValue(tables, 0, 'const tablesBefore = '.length)}
${allowances(resource)}
export function up(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
${members.join('')}  })
  replaceFreshness(pgm, [...tablesBefore, '${table.name}'])
}

export function down(pgm: MigrationBuilder): void {
  replaceFreshness(pgm, tablesBefore)
  dropCacheTable(pgm, '${table.name}')
}
`
}

/** `check` wants a reason for each column of 32 bits. */
function allowances({ columns }: Resource): string {
  const names = Object.entries(columns).flatMap(([name, { type }]) => (type === 'integer' ? [name] : []))
  if (names.length === 0) return ''
  const allow = [{ rule: 'prefer-bigint-over-int', reason: `32 bits in the API: ${names.join(', ')}` }]
  return `\nexport const allow = ${printValue(allow, 0, 'export const allow = '.length)}\n`
}
