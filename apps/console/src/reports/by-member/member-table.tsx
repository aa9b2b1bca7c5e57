import type { MetricDefinition, MetricsAnswer } from 'api/client'
import { useMemo } from 'react'
import { EmptyNote, type EmptyNoteProps } from '../../components/feedback/empty-note.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import { describeFormer } from '../../components/values/format-metric.ts'
import { MetricValue } from '../figures/metric-value.tsx'
import { type Dimension, isNone, labelOf, type Members, withMember } from '../members.ts'
import { type MemberRow, memberRows, nextSort, type SortOrder } from './member-rows.ts'
import classes from './member-table.module.css'

export interface MemberTableProps {
  /** The accessible name of the table. */
  readonly label: string
  readonly dimension: Dimension
  /** The metrics, one per column. */
  readonly definitions: readonly MetricDefinition[]
  /** By the dimension. */
  readonly answer: MetricsAnswer
  /** The filters of the report. */
  readonly members: Members
  readonly order: SortOrder
  /** @param sort the filter in the address */
  readonly onSort: (sort: string) => void
  /** Shown if no member has a number. */
  readonly empty: EmptyNoteProps
}

const column = columnsOf<MemberRow>()

/** The numbers of each member of a dimension. A header sorts by its column, and a number leads to the rows behind it. */
export function MemberTable(props: MemberTableProps) {
  const { label, dimension, definitions, answer, members, order, onSort, empty } = props
  const { from, to } = answer.period
  const columns = useMemo(
    () =>
      column.columns([
        column.display({
          id: 'name',
          header: labelOf(dimension),
          cell: ({ row: { original } }) => <MemberName row={original} dimension={dimension} />,
        }),
        ...definitions.map((definition) =>
          column.display({
            id: definition.name,
            header: definition.label,
            cell: ({ row: { original } }) => (
              <Value
                row={original}
                definition={definition}
                of={{ from, to, ...withMember(members, dimension, original.id) }}
              />
            ),
            meta: { align: 'right' },
          }),
        ),
      ]),
    [definitions, dimension, from, to, members],
  )
  const rows = memberRows(answer, dimension, order)
  if (rows.length === 0) return <EmptyNote {...empty} />
  const sort = {
    columnId: order.by,
    isAscending: order.isAscending,
    onSort: (columnId: string) => onSort(nextSort(order, columnId)),
  }
  return <DataTable label={label} columns={columns} rows={rows} rowId={({ id }) => id} sort={sort} />
}

interface MemberNameProps {
  readonly row: MemberRow
  readonly dimension: Dimension
}

/** Of the members, only technicians have a page. */
function MemberName({ row: { id, name }, dimension }: MemberNameProps) {
  return (
    <span className={classes.name}>
      {isNone(id) || dimension !== 'technician' ? (
        name
      ) : (
        <TenantLink to={`/technicians/${id}`}>{name}</TenantLink>
      )}
    </span>
  )
}

interface ValueProps {
  readonly row: MemberRow
  readonly definition: MetricDefinition
  readonly of: Parameters<typeof MetricValue>[0]['of']
}

function Value({ row: { values }, definition, of }: ValueProps) {
  const { value = null, former } = values[definition.name] ?? {}
  return (
    <>
      <MetricValue definition={definition} value={value} of={of} />
      {describeFormer(value, former, definition.unit).map((note) => (
        <div key={note} className={classes.note}>
          {note}
        </div>
      ))}
    </>
  )
}
