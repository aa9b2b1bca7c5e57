import { Select, Stack, Text, UnstyledButton } from '@mantine/core'
import type { DatabaseTable } from 'api/client'
import { Panel } from '../../components/layout/panel.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import classes from './tables.module.css'

type SchemaColumn = DatabaseTable['columns'][number]
type SchemaIndex = DatabaseTable['indexes'][number]

const column = columnsOf<SchemaColumn>()
const columns = column.columns([
  column.display({
    id: 'name',
    header: 'Column',
    cell: ({ row: { original } }) => <code>{original.name}</code>,
  }),
  column.display({
    id: 'type',
    header: 'Type',
    cell: ({ row: { original } }) => (
      <>
        {original.type}
        {original.nullable && <span className={classes.dimmed}> null</span>}
      </>
    ),
  }),
  column.display({
    id: 'comment',
    header: 'Description',
    cell: ({ row: { original } }) => original.comment ?? '–',
    meta: { hideBelow: 'sm' },
  }),
])
const indexColumn = columnsOf<SchemaIndex>()
const indexColumns = indexColumn.columns([
  indexColumn.display({
    id: 'name',
    header: 'Index',
    cell: ({ row: { original } }) => (
      <>
        <code>{original.name}</code>
        <span className={classes.serves}>{original.comment}</span>
      </>
    ),
  }),
  indexColumn.display({
    id: 'definition',
    header: 'Definition',
    cell: ({ row: { original } }) => (
      <code className={classes.definition}>{original.definition.replace(/^.* USING /, '')}</code>
    ),
    meta: { hideBelow: 'md' },
  }),
])

export interface TablesProps {
  readonly tables: readonly DatabaseTable[]
  readonly selected: string | undefined
  readonly onSelect: (name: string | null) => void
}

/** One table, chosen from a list next to it on a wide screen, or from a select above it on a phone. */
export function Tables({ tables, selected, onSelect }: TablesProps) {
  const nameOf = ({ schema, name }: DatabaseTable) => `${schema}.${name}`
  const shown =
    tables.find((table) => nameOf(table) === selected) ??
    tables.find(({ name }) => name === 'st_jobs') ??
    tables[0]
  if (!shown) return null
  return (
    <div className={classes.layout}>
      <Select
        hiddenFrom="md"
        label="Table"
        data={tables.map(nameOf)}
        value={nameOf(shown)}
        onChange={onSelect}
        allowDeselect={false}
        searchable
      />
      <nav className={classes.list} aria-label="Tables" data-keeps-focus>
        {tables.map((table) => (
          <UnstyledButton
            key={nameOf(table)}
            className={classes.table}
            aria-current={table === shown}
            onClick={() => onSelect(nameOf(table))}
          >
            {nameOf(table)}
          </UnstyledButton>
        ))}
      </nav>
      <Stack gap="md" miw={0}>
        <Panel title={nameOf(shown)} count={`${shown.columns.length} columns`} flush>
          {shown.comment && (
            <Text size="sm" c="dimmed" px="md" pt="sm">
              {shown.comment}
            </Text>
          )}
          <DataTable label="Columns" columns={columns} rows={shown.columns} rowId={({ name }) => name} />
        </Panel>
        <Panel title="Keys and indexes" count={shown.indexes.length} flush>
          <DataTable label="Indexes" columns={indexColumns} rows={shown.indexes} rowId={({ name }) => name} />
        </Panel>
      </Stack>
    </div>
  )
}
