import { notifications } from '@mantine/notifications'
import type { SyncRequest } from 'api/client'
import { explainError } from '../components/feedback/explain-error.ts'

/** Says how what was asked of the worker ended. */
export function tellOutcome(what: string, { status, error }: SyncRequest): void {
  if (status === 'succeeded') notifications.show({ color: 'teal', title: `${what} is done`, message: null })
  else {
    notifications.show({
      color: 'red',
      title: `${what} failed`,
      message: error ?? 'The run’s page says why.',
      autoClose: 15_000,
    })
  }
}

/** Says why the API did not take what was asked. */
export function tellRefusal(error: Error): void {
  const { title, advice } = explainError(error)
  notifications.show({ color: 'red', title, message: advice, autoClose: 15_000 })
}
