import { useNavigate, useSearchParams } from 'react-router'
import { useAccounts } from '../../session/use-accounts.ts'
import { SignIn } from './sign-in.tsx'

/** The sign-in form that adds another account, or opens one again whose session has ended. */
export function Component() {
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const hasAccounts = useAccounts().length > 0
  return (
    <SignIn
      onDone={() => navigate(pageOf(search.get('from')), { replace: true })}
      onCancel={hasAccounts ? () => navigate('/') : undefined}
    />
  )
}

/** The page to return to: one of an account, or the overview. */
function pageOf(from: string | null): string {
  return from !== null && /^\/t\/\d+\//.test(from) ? from : '/'
}
