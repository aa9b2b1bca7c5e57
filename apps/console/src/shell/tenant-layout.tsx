import { Button, EmptyState } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { Link, Outlet, useParams } from 'react-router'
import { AccountContext, useAccounts } from '../session/use-accounts.ts'

/** The pages of one account, if this browser has a key for it. */
export function TenantLayout() {
  const { tenantId } = useParams()
  const account = useAccounts().find((known) => known.tenantId === tenantId)
  if (account) {
    return (
      <AccountContext value={account}>
        <Outlet key={tenantId} />
      </AccountContext>
    )
  }
  return (
    <EmptyState
      py="xl"
      icon={<IconKey size={36} stroke={1.5} aria-hidden />}
      title={`This browser has no key for account ${tenantId}`}
      description="Sign in with a key for this account, then open the address again."
    >
      <EmptyState.Actions>
        <Button component={Link} to="/sign-in">
          Sign in
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  )
}
