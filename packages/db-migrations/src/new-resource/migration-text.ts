import type { Resource } from 'catalog'
import { tableOf } from './cache-table-of.ts'
import { printMember, printValue } from './print-value.ts'

/** Import paths of the helpers that a new migration uses. */
const helpers = {
  cacheTable: '../src/authoring/v2/cache-table.ts',
  freshness: '../src/authoring/v2/freshness.ts',
}

/**
 * The text of a migration that creates the table of a resource and adds it to `raw.freshness`.
 * @param tables the existing cache tables, in the order of that view
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

/** `check` requires a reason for each 32-bit column. */
function allowances({ columns }: Resource): string {
  const names = Object.entries(columns).flatMap(([name, { type }]) => (type === 'integer' ? [name] : []))
  if (names.length === 0) return ''
  const allow = [{ rule: 'prefer-bigint-over-int', reason: `32 bits in the API: ${names.join(', ')}` }]
  return `\nexport const allow = ${printValue(allow, 0, 'export const allow = '.length)}\n`
}
