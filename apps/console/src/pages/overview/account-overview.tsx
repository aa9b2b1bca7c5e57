import { Skeleton, Stack, Text, Title } from '@mantine/core'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { resourceCount } from '../../data/resources.ts'
import { useSyncState } from '../../data/use-sync-state.ts'
import { useAccount, useAccounts } from '../../session/use-accounts.ts'
import { zoneName } from '../../time/format.ts'
import classes from './account-overview.module.css'
import { byUrgency } from './by-urgency.ts'
import { Figures } from './figures.tsx'
import { problemsOf } from './problems/problems.ts'
import { Problems } from './problems/problems-panel.tsx'
import { SyncNotices } from './sync-notices.tsx'
import { tableColumns } from './table-columns.tsx'

/** The key figures, problems and tables of an account. */
export function AccountOverview() {
  const account = useAccount()
  const query = useSyncState(account)
  const isOneOfMany = useAccounts().length > 1
  return (
    <section id={`account-${account.tenantId}`} aria-label={account.name} className={classes.account}>
      <Stack gap="md">
        <div>
          <Title order={2} size="h3" fz={isOneOfMany ? 'lg' : 'md'}>
            {account.name}
          </Title>
          <Text size="sm" c="dimmed">
            Tenant {account.tenantId} · {account.timeZone} ({zoneName(Date.now(), account.timeZone)})
          </Text>
        </div>
        <QueryState query={query} skeleton={<OverviewSkeleton />}>
          {(state) => (
            <Stack gap="md">
              <SyncNotices state={state} />
              <Figures state={state} />
              <Problems problems={problemsOf(state)} />
              <Panel title="Tables" count={state.tables.length} flush>
                <DataTable
                  label={`Tables of ${account.name}`}
                  columns={tableColumns}
                  rows={state.tables.toSorted(byUrgency)}
                  rowId={({ table }) => table}
                />
              </Panel>
            </Stack>
          )}
        </QueryState>
      </Stack>
    </section>
  )
}

function OverviewSkeleton() {
  return (
    <Stack gap="md">
      <Skeleton height={86} radius="lg" />
      <Panel title="Tables" flush>
        <DataTable
          label="Tables"
          columns={tableColumns}
          rows={undefined}
          rowId={({ table }) => table}
          expectedRows={resourceCount}
        />
      </Panel>
    </Stack>
  )
}
