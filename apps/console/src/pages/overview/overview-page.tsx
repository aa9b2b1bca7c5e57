import { Stack } from '@mantine/core'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { AccountContext, useAccounts } from '../../session/use-accounts.ts'
import { AccountOverview } from './account-overview.tsx'

/** The state of the data of every account, problems first. */
export function Component() {
  const accounts = useAccounts()
  return (
    <>
      <PageHeader title="Overview" description="Whether the data of each account is complete and fresh." />
      <Stack gap="xl">
        {accounts.map((account) => (
          <AccountContext key={account.tenantId} value={account}>
            <AccountOverview />
          </AccountContext>
        ))}
      </Stack>
    </>
  )
}
