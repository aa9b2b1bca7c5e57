import type { CatalogObject } from '../catalog.ts'

/** A page on one schema: an entity diagram, each table with its columns, keys and indexes, and each view. */
export function renderMarkdown(schema: string, catalog: readonly CatalogObject[]): string {
  const comments = new Map(
    catalog
      .filter(({ kind }) => kind === 'comment')
      .map(({ name, definition }) => [name.replace(/^on /, ''), definition]),
  )
  const of = (wanted: CatalogObject['kind']) =>
    catalog.filter(({ kind, name }) => kind === wanted && name.startsWith(`${schema}.`))
  const tables = of('table')
  const sections = [
    ...tables.map((table) => renderTable(table, catalog, comments)),
    ...of('view').map((view) => renderView(view, comments)),
  ]
  return `# Schema ${schema}

${comments.get(`schema ${schema}`) ?? ''}

Made by \`pnpm --filter db-migrations run docs\` from a migrated database.

${renderDiagram(tables, catalog)}

${sections.join('\n\n')}
`
}

function renderTable(
  table: CatalogObject,
  catalog: readonly CatalogObject[],
  comments: ReadonlyMap<string, string>,
): string {
  const own = (kind: CatalogObject['kind']) =>
    catalog.filter((object) => object.kind === kind && object.name.startsWith(`${table.name}.`))
  const columns = own('column').map(({ name, definition }) => {
    const [, type = '', rest = ''] = /^(.*?)(?= GENERATED| NOT NULL| DEFAULT|$)(.*)$/.exec(definition) ?? []
    return row([
      short(name),
      code(type),
      rest.includes('NOT NULL') ? '' : 'null',
      comments.get(`column ${name}`) ?? '',
    ])
  })
  const keys = own('constraint').map(({ name, definition }) => {
    const index = `${table.name.split('.')[0]}.${short(name)}`
    return row([short(name), code(definition), query(comments.get(`index ${index}`))])
  })
  const indexes = catalog
    .filter(({ kind, definition }) => kind === 'index' && definition.includes(` ON ${table.name} `))
    .map(({ name, definition }) =>
      row([
        short(name),
        code(definition.slice(definition.indexOf(' USING ') + 1)),
        query(comments.get(`index ${name}`)),
      ]),
    )
  const policies = own('policy').map(({ name, definition }) =>
    row([short(name), code(definition.slice(definition.indexOf(' AS ') + 1)), '']),
  )
  return [
    `## ${table.name}`,
    comments.get(`table ${table.name}`) ?? '',
    [row(['column', 'type', 'null', 'meaning']), row(['---', '---', '---', '---']), ...columns].join('\n'),
    [
      row(['key or index', 'definition', 'serves']),
      row(['---', '---', '---']),
      ...keys,
      ...indexes,
      ...policies,
    ].join('\n'),
  ].join('\n\n')
}

function renderView({ name, definition }: CatalogObject, comments: ReadonlyMap<string, string>): string {
  const [, columns = '', options = '', query = ''] =
    /^\((.*?)\)(?: WITH \((.*?)\))? AS\n(.*)$/s.exec(definition) ?? []
  const rows = columns.split(', ').map((column) => {
    const [columnName = '', type = ''] = column.split(/ (.*)/)
    return row([columnName, code(type), comments.get(`column ${name}.${columnName}`) ?? ''])
  })
  return [
    `## ${name} (view${options && `, ${options}`})`,
    comments.get(`view ${name}`) ?? '',
    [row(['column', 'type', 'meaning']), row(['---', '---', '---']), ...rows].join('\n'),
    `\`\`\`sql\n${query}\n\`\`\``,
  ].join('\n\n')
}

/** Tables are joined by the names of columns: there are no foreign keys between cache tables. */
function renderDiagram(tables: readonly CatalogObject[], catalog: readonly CatalogObject[]): string {
  const names = tables.map(({ name }) => short(name))
  const lines = tables.flatMap(({ name }) => {
    const columns = catalog.filter((object) => object.kind === 'column' && object.name.startsWith(`${name}.`))
    return columns.flatMap((column) => {
      const parent = `st_${plural(short(column.name).replace(/_id$/, ''))}`
      const refers = short(column.name).endsWith('_id') && names.includes(parent) && parent !== short(name)
      return refers ? [`  ${parent} ||--o{ ${short(name)} : ${short(column.name)}`] : []
    })
  })
  return ['```mermaid', 'erDiagram', ...names.map((name) => `  ${name}`), ...lines, '```'].join('\n')
}

const plural = (word: string) => (word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`)
const short = (name: string) => name.slice(name.lastIndexOf('.') + 1)
const code = (text: string) => (text ? `\`${text.replaceAll('|', '\\|').replaceAll('\n', ' ')}\`` : '')
const query = (comment: string | undefined) => (comment ?? '').replace(/^Query: /, '')
const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('\n', ' ')).join(' | ')} |`
