import { Code } from '@mantine/core'
import { type ResourceName, recordSources } from 'api/client'
import { useMemo } from 'react'
import { NameFilter } from '../../components/filters/name-filter.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { useCachedRows } from '../../data/use-rows.ts'
import { RecordList } from '../../records/record-list.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'

type Row = Readonly<Record<string, unknown>>

const column = columnsOf<Row>()
const resources = new Map(Object.keys(recordSources).map((name) => [name, wordsOf(name)]))
const isResource = (name: string | undefined): name is ResourceName =>
  name !== undefined && resources.has(name)

/** What the cache has of any resource, also of those of which LAZI has no records of its own. */
export function Component() {
  const account = useAccount()
  const [filters, setFilter] = useFilters(['resource'] as const)
  const resource = isResource(filters.resource) ? filters.resource : 'job-timesheets'
  const query = useCachedRows(account, resource)
  const [first] = query.data ?? []
  const columns = useMemo(() => columnsFor(Object.keys(first ?? { id: '' })), [first])
  return (
    <>
      <PageHeader
        title="ServiceTitan’s records"
        description="Active records as the sync read them last, in the order of ServiceTitan’s ids."
      />
      <RecordList
        label={wordsOf(resource)}
        query={query}
        columns={columns}
        rowId={({ id }) => String(id)}
        filters={
          <NameFilter
            label="Kind of records"
            placeholder={wordsOf('job-timesheets')}
            names={resources}
            value={resource}
            onChange={(name) => setFilter('resource', name)}
          />
        }
        emptyTitle="No records"
        emptyText="The account has none, or they are not synced yet."
        isTextOnly
      />
    </>
  )
}

/** `Job timesheets`. */
function wordsOf(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const columnsFor = (names: readonly string[]) =>
  column.columns(
    names.map((name) =>
      column.display({
        id: name,
        header: name,
        cell: ({ row: { original } }) => <Value value={original[name]} />,
      }),
    ),
  )

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)$/

function Value({ value }: { readonly value: unknown }) {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'string' && instant.test(value)) return <Time value={value} />
  if (typeof value === 'object') return <Code>{JSON.stringify(value)}</Code>
  return String(value)
}
