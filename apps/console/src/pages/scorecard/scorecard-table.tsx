import type { MetricDefinition } from 'api/client'
import { useMemo } from 'react'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import { describeFormer, formatMetric } from '../../components/values/format-metric.ts'
import { isNone, rowsPath } from '../../reports/members.ts'
import { nextSort, type ScorecardRow, type SortOrder } from './scorecard.ts'
import classes from './scorecard-table.module.css'

export interface ScorecardTableProps {
  /** The metrics, one per column. */
  readonly definitions: readonly MetricDefinition[]
  readonly rows: readonly ScorecardRow[]
  readonly period: { readonly from: string; readonly to: string }
  readonly order: SortOrder
  /** @param sort the filter in the address */
  readonly onSort: (sort: string) => void
}

const column = columnsOf<ScorecardRow>()

/** The numbers of each technician. A header sorts by its column, and a number leads to the rows behind it. */
export function ScorecardTable({ definitions, rows, period, order, onSort }: ScorecardTableProps) {
  const { from, to } = period
  const columns = useMemo(
    () =>
      column.columns([
        column.display({
          id: 'name',
          header: 'Technician',
          cell: ({ row: { original } }) => <TechnicianName row={original} />,
        }),
        ...definitions.map((definition) =>
          column.display({
            id: definition.name,
            header: definition.label,
            cell: ({ row: { original } }) => (
              <Value row={original} definition={definition} period={{ from, to }} />
            ),
            meta: { align: 'right' },
          }),
        ),
      ]),
    [definitions, from, to],
  )
  const sort = {
    columnId: order.by,
    isAscending: order.isAscending,
    onSort: (columnId: string) => onSort(nextSort(order, columnId)),
  }
  return <DataTable label="Technicians" columns={columns} rows={rows} rowId={({ id }) => id} sort={sort} />
}

function TechnicianName({ row: { id, name } }: { readonly row: ScorecardRow }) {
  return (
    <span className={classes.name}>
      {isNone(id) ? name : <TenantLink to={`/technicians/${id}`}>{name}</TenantLink>}
    </span>
  )
}

interface ValueProps {
  readonly row: ScorecardRow
  readonly definition: MetricDefinition
  readonly period: { readonly from: string; readonly to: string }
}

function Value({ row: { id, values }, definition: { name, unit }, period }: ValueProps) {
  const { value = null, former } = values[name] ?? {}
  return (
    <>
      {value === null ? (
        formatMetric(value, unit)
      ) : (
        <TenantLink to={rowsPath({ metric: name, ...period, technician: id })}>
          {formatMetric(value, unit)}
        </TenantLink>
      )}
      {describeFormer(value, former, unit).map((note) => (
        <div key={note} className={classes.note}>
          {note}
        </div>
      ))}
    </>
  )
}
