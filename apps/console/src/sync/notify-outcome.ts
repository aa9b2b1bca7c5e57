import { notifications } from '@mantine/notifications'
import type { SyncRequest } from 'api/client'

/** Notifies whether a request to the worker succeeded. @param subject what was requested, such as `Sync of jobs` */
export function notifyOutcome(subject: string, { status, error }: SyncRequest): void {
  if (status === 'succeeded')
    notifications.show({ color: 'teal', title: `${subject} completed`, message: null })
  else {
    notifications.show({
      color: 'red',
      title: `${subject} failed`,
      message: error ?? 'See the page of the run for the reason.',
      autoClose: 15_000,
    })
  }
}
