import type { CatalogObject } from '../catalog.ts'

/** The schema as one script, for people to read and for a diff to show: what all migrations together come to. */
export function renderSchemaSql(catalog: readonly CatalogObject[]): string {
  const of = (kind: CatalogObject['kind']) => catalog.filter((object) => object.kind === kind)
  const columns = of('column')
  const tables = of('table').map((table) => {
    const own = columns.filter(({ name }) => name.startsWith(`${table.name}.`))
    const lines = own.map(({ name, definition }) => `  ${name.slice(table.name.length + 1)} ${definition}`)
    return table.create.replace(' ();', ` (\n${lines.join(',\n')}\n);`).replaceAll('; ALTER', ';\nALTER')
  })
  const others = (
    ['constraint', 'index', 'view', 'function', 'trigger', 'policy', 'grant', 'comment'] as const
  ).map((kind) =>
    of(kind)
      .map(({ create }) => create)
      .join('\n'),
  )
  const parts = [
    of('schema')
      .map(({ create }) => create)
      .join('\n'),
    ...tables,
    ...others,
  ].filter(Boolean)
  return `-- What the migrations come to. Made by \`db-migrations docs\`; not meant to be run.\n\n${parts.join('\n\n')}\n`
}
