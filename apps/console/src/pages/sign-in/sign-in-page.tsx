import { useNavigate } from 'react-router'
import { useAccounts } from '../../session/use-accounts.ts'
import { SignIn } from './sign-in.tsx'

/** The sign-in form that adds another account. */
export function Component() {
  const navigate = useNavigate()
  const leave = () => navigate('/')
  const hasAccounts = useAccounts().length > 0
  return <SignIn onDone={leave} onCancel={hasAccounts ? leave : undefined} />
}
