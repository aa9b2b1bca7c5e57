import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { Notice } from '../components/feedback/notice.tsx'
import { dismissReason } from '../session/account-store.ts'
import { useAccountState } from '../session/use-accounts.ts'

/** A notice for each account that is no longer shown because its session has ended. */
export function EndedNotice() {
  const { ended } = useAccountState()
  return [...ended].map(([tenantId, reason]) => (
    <div key={tenantId} style={{ marginBottom: '1rem' }}>
      <Notice
        tone="warn"
        title={`This browser was signed out of account ${tenantId}.`}
        action={
          <>
            <Button size="xs" variant="default" component={Link} to="/sign-in">
              Sign in
            </Button>
            <Button size="xs" variant="subtle" onClick={() => dismissReason(tenantId)}>
              Dismiss
            </Button>
          </>
        }
      >
        {reason}
      </Notice>
    </div>
  ))
}
