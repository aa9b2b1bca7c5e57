import { notifications } from '@mantine/notifications'
import { explainError } from './explain-error.ts'

/** Notifies why the API refused a request. */
export function notifyRefusal(error: Error): void {
  const { title, advice } = explainError(error)
  notifications.show({ color: 'red', title, message: advice, autoClose: 15_000 })
}
