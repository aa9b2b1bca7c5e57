import { Button, Group, Loader } from '@mantine/core'
import { useEffect } from 'react'
import { explainError } from '../../components/feedback/explain-error.ts'
import { Notice } from '../../components/feedback/notice.tsx'
import { loadAccounts } from '../../session/account-store.ts'
import classes from './sign-in.module.css'

const retryMs = 5_000

/** Shown until the API has listed the sessions of this browser; tries again by itself while it cannot. */
export function Opening({ error }: { readonly error: Error | undefined }) {
  useEffect(() => {
    if (!error) return
    const timer = setTimeout(() => void loadAccounts(), retryMs)
    return () => clearTimeout(timer)
  }, [error])
  if (!error) {
    return (
      <main className={classes.page} aria-busy="true">
        <Group gap="sm">
          <Loader size="sm" aria-hidden /> Opening the console …
        </Group>
      </main>
    )
  }
  const { title, advice } = explainError(error)
  return (
    <main className={classes.page}>
      <Notice
        tone="bad"
        title={title}
        action={
          <Button size="xs" variant="default" onClick={() => void loadAccounts()}>
            Try again
          </Button>
        }
      >
        {advice}
      </Notice>
    </main>
  )
}
