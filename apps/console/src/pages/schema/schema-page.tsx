import { Skeleton, Stack, Tabs } from '@mantine/core'
import type { Database } from 'api/client'
import { Notice } from '../../components/feedback/notice.tsx'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useSchema } from '../../data/use-schema.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Migrations } from './migrations.tsx'
import { Tables } from './tables.tsx'

const filterNames = ['tab', 'table'] as const

/** The database schema: its verification, its tables and its migrations. */
export function Component() {
  const query = useSchema(useAccount())
  const [{ tab = 'tables', table }, setFilter] = useFilters(filterNames)
  return (
    <>
      <PageHeader
        title="Schema"
        description="The tables, the migrations that created them, and whether the database matches the migrations."
      />
      <QueryState query={query} skeleton={<Skeleton height={560} radius="lg" />}>
        {(schema) => (
          <Stack gap="md">
            <Verification verify={schema.verify} />
            <Tabs value={tab} onChange={(value) => setFilter('tab', value)} keepMounted={false}>
              <Tabs.List mb="md">
                <Tabs.Tab value="tables">Tables ({schema.tables.length})</Tabs.Tab>
                <Tabs.Tab value="migrations">Migrations ({schema.migrations.length})</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="tables">
                <Tables
                  tables={schema.tables}
                  selected={table}
                  onSelect={(name) => setFilter('table', name)}
                />
              </Tabs.Panel>
              <Tabs.Panel value="migrations">
                <Migrations migrations={schema.migrations} />
              </Tabs.Panel>
            </Tabs>
          </Stack>
        )}
      </QueryState>
    </>
  )
}

function Verification({ verify: { matches, differences } }: Pick<Database, 'verify'>) {
  if (matches) {
    return (
      <Notice tone="good" title="Verified.">
        The database matches the migrations exactly.
      </Notice>
    )
  }
  return (
    <Notice tone="bad" title="The database differs from the migrations.">
      <ul>
        {differences.map((difference) => (
          <li key={difference}>{difference}</li>
        ))}
      </ul>
      To see how to repair it, run: pnpm --filter db-migrations run verify
    </Notice>
  )
}
