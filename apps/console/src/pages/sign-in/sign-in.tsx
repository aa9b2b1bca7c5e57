import {
  Anchor,
  Button,
  Checkbox,
  Group,
  Loader,
  Paper,
  PasswordInput,
  Stack,
  Text,
  Title,
} from '@mantine/core'

import { type FormEvent, useEffect, useId, useState } from 'react'
import { Notice } from '../../components/feedback/notice.tsx'
import { Brand } from '../../components/layout/brand.tsx'
import { tenantOfKey } from '../../session/account.ts'
import { saveAccount } from '../../session/account-store.ts'
import { readAccount } from '../../session/read-account.ts'
import classes from './sign-in.module.css'
import { signInMessage } from './sign-in-message.ts'

export interface SignInProps {
  /** A key from the address, tried immediately. */
  readonly addressKey?: string | undefined
  readonly onDone: () => void
  /** Called by the button Cancel, which is shown if this is defined. */
  readonly onCancel?: (() => void) | undefined
}

/** The form that checks an API key and stores its account. */
export function SignIn({ addressKey, onDone, onCancel }: SignInProps) {
  const headingId = useId()
  const [key, setKey] = useState(addressKey ?? '')
  const [isRemembered, setRemembered] = useState(false)
  const [isBusy, setBusy] = useState(addressKey !== undefined)
  const [problem, setProblem] = useState<string>()

  const signIn = async (candidate: string) => {
    setBusy(true)
    setProblem(undefined)
    try {
      saveAccount(await readAccount(candidate, isRemembered))
      onDone()
    } catch (error) {
      setProblem(signInMessage(error))
      setBusy(false)
    }
  }

  // The key from the address is tried only once, not again when the user types another key.
  useEffect(() => {
    document.title = 'Sign in · LAZI Data'
    if (addressKey) void signIn(addressKey)
  }, [])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const candidate = key.trim()
    if (tenantOfKey(candidate)) void signIn(candidate)
    else
      setProblem(
        'This is not an API key. A key looks like lazi_1001001_… and is shown once, when it is created.',
      )
  }

  if (addressKey !== undefined && isBusy && problem === undefined) {
    return (
      <main className={classes.page} aria-busy="true">
        <Group gap="sm">
          <Loader size="sm" aria-hidden /> Opening the account …
        </Group>
      </main>
    )
  }
  return (
    <main className={classes.page}>
      <Paper className={classes.card} withBorder radius="lg" aria-labelledby={headingId}>
        <Brand />
        <Title id={headingId} order={1} mt="lg">
          Sign in with an API key
        </Title>
        <Text c="dimmed" mt={4} mb="lg">
          A key gives access to one ServiceTitan account. More accounts can be added later.
        </Text>
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            {problem && <Notice tone="bad">{problem}</Notice>}
            <PasswordInput
              label="API key"
              placeholder="lazi_…"
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
              autoFocus
              size="md"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the key' }}
            />
            <Checkbox
              label="Remember on this device"
              description="Otherwise the key is forgotten when the tab is closed."
              checked={isRemembered}
              onChange={(event) => setRemembered(event.currentTarget.checked)}
            />
            <Group>
              <Button type="submit" size="md" loading={isBusy}>
                Sign in
              </Button>
              {onCancel && (
                <Button variant="default" size="md" onClick={onCancel}>
                  Cancel
                </Button>
              )}
            </Group>
          </Stack>
        </form>
        <Text size="sm" c="dimmed" mt="lg" className={classes.hint}>
          No key yet? On the API’s machine, run <code>api keys create --name me --scope admin</code>. See also
          the <Anchor href="/api/docs">reference of the API</Anchor>.
        </Text>
      </Paper>
    </main>
  )
}
