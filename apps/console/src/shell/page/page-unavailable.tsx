import { Button, EmptyState } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { sleep } from '../../data/live/sleep.ts'
import { allowReload, reloadOnce } from './load-page.ts'

const firstPollMs = 1000
const maxPollMs = 10_000
const timeoutMs = 5000

type Reason = 'checking' | 'unreachable' | 'gone'

const texts: Readonly<Record<Reason, readonly [title: string, advice: string]>> = {
  checking: ['This page could not be loaded', 'Checking whether the API can be reached …'],
  unreachable: [
    'The API cannot be reached',
    'Check the network connection, and that the API is running. This page opens by itself when the API is reachable.',
  ],
  gone: [
    'This page could not be loaded',
    'The API responds, but not with the code of this page. The console was probably updated: reload it.',
  ],
}

/**
 * Shown in place of a page whose code could not be loaded. Browsers may remember a failed import, so the remedy is to
 * reload the console: by itself, when the API responds.
 */
export function PageUnavailable() {
  const [reason, setReason] = useState<Reason>('checking')
  const [attempt, setAttempt] = useState(1)
  useEffect(() => {
    const stop = new AbortController()
    void reloadWhenReachable(stop.signal, setReason)
    return () => stop.abort()
  }, [attempt])
  const [title, advice] = texts[reason]
  return (
    <>
      <PageHeader title={title} />
      <EmptyState
        role="alert"
        py="xl"
        icon={<IconCloudOff size={36} stroke={1.5} aria-hidden />}
        description={advice}
      >
        <EmptyState.Actions>
          {reason === 'gone' ? (
            <Button onClick={() => location.reload()}>Reload</Button>
          ) : (
            <Button variant="default" onClick={() => setAttempt(attempt + 1)}>
              Try again
            </Button>
          )}
        </EmptyState.Actions>
      </EmptyState>
    </>
  )
}

async function reloadWhenReachable(signal: AbortSignal, onReason: (reason: Reason) => void): Promise<void> {
  for (let pollMs = firstPollMs; !signal.aborted; pollMs = Math.min(pollMs * 2, maxPollMs)) {
    const isReachable = await reachServer(signal)
    if (signal.aborted) return
    if (isReachable) {
      if (!reloadOnce()) onReason('gone')
      return
    }
    allowReload()
    onReason('unreachable')
    await sleep(pollMs, signal)
  }
}

/** Whether the server responds with the console. */
async function reachServer(signal: AbortSignal): Promise<boolean> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), timeoutMs)
  try {
    const options = {
      method: 'HEAD',
      cache: 'no-store',
      signal: AbortSignal.any([signal, late.signal]),
    } as const
    return (await fetch('/', options)).ok
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
