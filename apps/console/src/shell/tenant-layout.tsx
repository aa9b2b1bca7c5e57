import { Button, EmptyState } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { Link, Navigate, Outlet, useLocation, useParams } from 'react-router'
import { PageHeader } from '../components/layout/page-header.tsx'
import { AccountContext, useAccountState } from '../session/use-accounts.ts'

/** The pages of one account, if this browser is signed in to it. */
export function TenantLayout() {
  const { tenantId = '' } = useParams()
  const { pathname, search } = useLocation()
  const { accounts, ended } = useAccountState()
  const account = accounts.find((known) => known.tenantId === tenantId)
  if (account) {
    return (
      <AccountContext value={account}>
        <Outlet key={tenantId} />
      </AccountContext>
    )
  }
  const signIn = `/sign-in?from=${encodeURIComponent(pathname + search)}`
  if (ended.has(tenantId)) return <Navigate to={signIn} replace />
  return (
    <>
      <PageHeader title={`This browser is not signed in to account ${tenantId}`} />
      <EmptyState
        py="xl"
        icon={<IconKey size={36} stroke={1.5} aria-hidden />}
        description="Sign in with a key for this account; this page opens then."
      >
        <EmptyState.Actions>
          <Button component={Link} to={signIn}>
            Sign in
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    </>
  )
}
