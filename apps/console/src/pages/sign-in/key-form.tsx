import { Anchor, Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Notice } from '../../components/feedback/notice.tsx'
import { tenantOfKey } from '../../session/account.ts'
import { signIn } from '../../session/sign-in.ts'
import { Frame } from './frame.tsx'
import { RememberBox } from './remember-box.tsx'
import classes from './sign-in.module.css'
import { signInMessage } from './sign-in-message.ts'

export interface KeyFormProps {
  /** Why the form is shown: problems of a link, or the ends of sessions. */
  readonly reasons: readonly string[]
  readonly onDone: () => void
  /** Called by the button Cancel, which is shown if this is defined. */
  readonly onCancel: (() => void) | undefined
}

/** The form that exchanges an API key for a session. The key is not stored. */
export function KeyForm({ reasons, onDone, onCancel }: KeyFormProps) {
  const [key, setKey] = useState('')
  const [remember, setRemember] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const candidate = key.trim()
    if (!tenantOfKey(candidate)) {
      setProblem(
        'This is not an API key. A key looks like lazi_1001001_… and is shown once, when it is created.',
      )
      return
    }
    setBusy(true)
    setProblem(undefined)
    try {
      await signIn({ key: candidate }, { remember })
      onDone()
    } catch (error) {
      setProblem(signInMessage(error))
      setBusy(false)
    }
  }

  return (
    <Frame title="Sign in with an API key">
      <Text c="dimmed" mt={4} mb="lg">
        A key gives access to one ServiceTitan account. More accounts can be added later.
      </Text>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          {problem === undefined ? (
            reasons.map((reason) => (
              <Notice key={reason} tone="warn">
                {reason}
              </Notice>
            ))
          ) : (
            <Notice tone="bad">{problem}</Notice>
          )}
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
          <RememberBox checked={remember} onChange={setRemember} />
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
        No key yet? On the API’s machine, run <code>api keys create --name me --scope admin</code>, or get a
        link for a key that exists with <code>api keys link</code>. See also the{' '}
        <Anchor href="/api/docs">reference of the API</Anchor>.
      </Text>
    </Frame>
  )
}
