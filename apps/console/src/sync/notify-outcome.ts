import { notifications } from '@mantine/notifications'
import type { SyncRequest } from 'api/client'
import { explainError } from '../components/feedback/explain-error.ts'

/** Shows whether a request to the worker succeeded. @param what its name, such as `Sync of jobs` */
export function notifyOutcome(what: string, { status, error }: SyncRequest): void {
  if (status === 'succeeded') notifications.show({ color: 'teal', title: `${what} is done`, message: null })
  else {
    notifications.show({
      color: 'red',
      title: `${what} failed`,
      message: error ?? 'The run’s page has the reason.',
      autoClose: 15_000,
    })
  }
}

/** Shows why the API refused a request. */
export function notifyRefusal(error: Error): void {
  const { title, advice } = explainError(error)
  notifications.show({ color: 'red', title, message: advice, autoClose: 15_000 })
}
