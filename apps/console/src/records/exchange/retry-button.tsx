import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { notifyRefusal } from '../../components/feedback/notify-refusal.ts'
import { useChange } from '../../data/changes/use-change.ts'
import { allows } from '../../session/account.ts'
import { useAccount } from '../../session/use-accounts.ts'

export interface RetryButtonProps {
  /** The table in schema `lazi`, such as `customers`. */
  readonly table: string
  readonly id: string
  /** What is sent again, where there are more such buttons on the page. */
  readonly subject?: string
}

/** Sends a record again that ServiceTitan has refused; nothing for keys that may not. */
export function RetryButton({ table, id, subject }: RetryButtonProps) {
  const account = useAccount()
  const { mutate, isPending } = useChange(account, {
    send: (client) => client.retry(table, id),
    onDone: () => notifications.show({ color: 'teal', title: 'It is sent again', message: null }),
    onRefused: notifyRefusal,
  })
  if (!allows(account, 'write:records')) return null
  return (
    <Button
      variant="default"
      size="xs"
      loading={isPending}
      {...(subject !== undefined && { 'aria-label': `Send again: ${subject}` })}
      onClick={() => mutate(undefined)}
    >
      Send again
    </Button>
  )
}
