import { Stack } from '@mantine/core'
import { IconListSearch } from '@tabler/icons-react'
import type { BehindRow, MetricDefinition, MetricsAnswer } from 'api/client'
import { useMemo } from 'react'
import { EmptyNote } from '../../components/feedback/empty-note.tsx'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { type Column, columnsOf } from '../../components/table/data-table.tsx'
import { formatMetric } from '../../components/values/format-metric.ts'
import { useBehindMetric, useMetricDefinitions, useMetrics } from '../../data/use-metrics.ts'
import { RecordList } from '../../records/record-list.tsx'
import { numberedTitle } from '../../records/record-title.ts'
import { ExportButton } from '../../reports/export-button.tsx'
import { FactsAge } from '../../reports/facts/facts-age.tsx'
import { FactsNotComplete } from '../../reports/facts/facts-query-state.tsx'
import { Definition } from '../../reports/figures/definition.tsx'
import { memberNames, queryOfMembers, type RowsOf, useWordsOfMembers } from '../../reports/members.ts'
import { daysInName, formatPeriod } from '../../reports/period/report-period.ts'
import { reportOf, reportOfRows } from '../../reports/report-links.ts'
import { waitingFor } from '../../session/is-refusal.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { isDay } from '../../time/local-day.ts'
import { Time } from '../../time/time.tsx'

const filterNames = ['metric', 'from', 'to', ...memberNames] as const

/** The rows behind a number: the records that add to it, newest first. */
export function Component() {
  const [filters] = useFilters(filterNames)
  const query = useMetricDefinitions(useAccount())
  const { metric, from = '', to = '' } = filters
  const isPeriod = isDay(from) && isDay(to) && from < to
  return (
    <QueryState query={query} skeleton={<PageHeader title="Rows behind a number" />}>
      {(definitions) => {
        const definition = definitions.find(({ name }) => name === metric)
        if (definition && isPeriod) {
          return <Rows definition={definition} of={{ ...filters, metric: definition.name, from, to }} />
        }
        return (
          <>
            <PageHeader title="Rows behind a number" />
            <EmptyNote icon={IconListSearch} title={definition ? 'No such period' : 'No such metric'}>
              Open the rows from a number of a report.
            </EmptyNote>
          </>
        )
      }}
    </QueryState>
  )
}

function Rows({ definition, of }: { readonly definition: MetricDefinition; readonly of: RowsOf }) {
  const account = useAccount()
  const { metric, from, to } = of
  const members = queryOfMembers(of)
  const total = useMetrics(account, { metrics: [metric], from, to, ...members })
  const rows = useBehindMetric(account, { metric, from, to, ...members })
  const value = total.data?.answer.totals[metric]
  const isRatio = value?.denominator != null
  const columns = useMemo(() => columnsFor(definition, isRatio), [definition, isRatio])
  const missing = waitingFor(rows.error) ?? waitingFor(total.error)
  return (
    <>
      <PageHeader
        title={definition.label}
        documentTitle={`Rows behind ${definition.label}`}
        description={[formatPeriod(of), ...useWordsOfMembers(of)].join(' · ')}
        actions={
          <>
            <TenantLink to={reportOfRows(definition, of)}>
              {reportOf(definition).title} of this period
            </TenantLink>
            <ExportButton
              title={definition.label}
              suffix={daysInName({ from, to })}
              read={(csv) => csv.behindMetric({ metric, from, to, ...members })}
            />
          </>
        }
      />
      {missing ? (
        <FactsNotComplete facts={missing} />
      ) : (
        <Stack gap="md">
          {total.data && <FactsAge asOf={total.data.answer.asOf} readAt={total.data.readAt} />}
          <Panel title={`Total: ${value ? describeTotal(value, definition) : '…'}`}>
            <Definition definition={definition} />
          </Panel>
          <RecordList
            label={`Rows behind ${definition.label}`}
            query={rows}
            columns={columns}
            // A record is a row for each of its technicians.
            rowId={(_, place) => String(place)}
            emptyTitle="No rows"
            emptyText="No record adds to this number in the period."
          />
        </Stack>
      )}
    </>
  )
}

type Value = MetricsAnswer['totals'][string]

/** $8,189.01, or of a ratio also the sums: 33.3% = 1 / 3 */
function describeTotal({ value, numerator, denominator }: Value, { unit }: MetricDefinition): string {
  const text = formatMetric(value, unit)
  if (denominator === null) return text
  return `${text} = ${formatMetric(numerator, unitOfSum(unit))} / ${formatMetric(denominator, 'count')}`
}

/** The unit of what the rows of a metric add: a ratio of counts is one of whole numbers. */
const unitOfSum = (unit: MetricDefinition['unit']) => (unit === 'ratio' ? 'count' : unit)

const column = columnsOf<BehindRow>()

function columnsFor({ unit }: MetricDefinition, isRatio: boolean): readonly Column<BehindRow>[] {
  return column.columns([
    column.display({
      id: 'record',
      header: 'Record',
      cell: ({ row: { original } }) => <RecordLink row={original} />,
    }),
    column.display({
      id: 'customer',
      header: 'Customer',
      cell: ({ row: { original } }) => original.customerName || '–',
      meta: { hideBelow: 'sm' },
    }),
    column.display({
      id: 'day',
      header: 'Day',
      cell: ({ row: { original } }) => <Time value={original.day} as="calendar-date" />,
      meta: { width: '9rem' },
    }),
    column.display({
      id: 'adds',
      header: 'Adds',
      cell: ({ row: { original } }) => formatMetric(original.numerator, unitOfSum(unit)),
      meta: { align: 'right', width: '9rem' },
    }),
    ...(isRatio
      ? [
          column.display({
            id: 'of',
            header: 'Of',
            cell: ({ row: { original } }) => formatMetric(original.denominator, 'count'),
            meta: { align: 'right', width: '5rem' },
          }),
        ]
      : []),
  ])
}

/** What a record is called; those without a name here have no page of their own. */
const kinds: Readonly<Partial<Record<NonNullable<BehindRow['resource']>, string>>> = {
  jobs: 'Job',
  invoices: 'Invoice',
  estimates: 'Estimate',
  appointments: 'Appointment',
  technicians: 'Technician',
  customers: 'Customer',
}

function RecordLink({ row: { resource, id, number } }: { readonly row: BehindRow }) {
  const kind = resource === null ? undefined : kinds[resource]
  if (!kind) return number ?? 'No record'
  return <TenantLink to={`/${resource}/${id}`}>{numberedTitle(kind, number, id)}</TenantLink>
}
