import { Button, Group, Loader, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Notice } from '../../components/feedback/notice.tsx'
import { type Account, accountOf } from '../../session/account.ts'
import { sessions } from '../../session/account-store.ts'
import { signIn } from '../../session/sign-in.ts'
import { useAccounts } from '../../session/use-accounts.ts'
import { Frame } from './frame.tsx'
import { RememberBox } from './remember-box.tsx'
import { signInMessage } from './sign-in-message.ts'

export interface CodeQuestionProps {
  readonly code: string
  readonly onDone: () => void
  readonly onCancel: () => void
  /** The code is not valid, or could not be looked up. */
  readonly onProblem: (message: string) => void
}

/** Asks whether to sign in with the code of a link: anybody can send a link, also to an account of their own. */
export function CodeQuestion({ code, onDone, onCancel, onProblem }: CodeQuestionProps) {
  const [account, setAccount] = useState<Account>()
  const [remember, setRemember] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const current = useAccounts().find(({ tenantId }) => tenantId === account?.tenantId)

  useEffect(() => {
    sessions.describeCode(code).then(
      (found) => setAccount(accountOf(found)),
      (error: unknown) => onProblem(signInMessage(error)),
    )
  }, [code])

  if (!account) {
    return (
      <Frame title="Sign in">
        <Group gap="sm" mt="md" aria-busy="true">
          <Loader size="sm" aria-hidden /> Looking up the account …
        </Group>
      </Frame>
    )
  }
  const confirm = () => {
    setBusy(true)
    signIn({ code }, { remember }).then(onDone, (error: unknown) => onProblem(signInMessage(error)))
  }
  return (
    <Frame title={`Sign in to ${account.name}?`}>
      <Text mt={4} mb="lg">
        The link signs this browser in to account {account.tenantId} with the API key “{account.keyName}”,
        which allows: {account.scopes.join(', ')}.
      </Text>
      <Stack gap="md">
        {current && (
          <Notice tone="warn">
            This browser is signed in to this account with the API key “{current.keyName}”. The link replaces
            it.
          </Notice>
        )}
        <RememberBox checked={remember} onChange={setRemember} />
        <Group>
          <Button size="md" loading={isBusy} onClick={confirm}>
            Sign in
          </Button>
          <Button variant="default" size="md" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Frame>
  )
}
