import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx'
import { notifyRefusal } from '../../components/feedback/notify-refusal.ts'
import { useChange } from '../../data/changes/use-change.ts'
import type { RetryButtonProps } from '../../records/exchange/retry-button.tsx'
import { allows } from '../../session/account.ts'
import { useAccount } from '../../session/use-accounts.ts'

/** Gives up the changes of a record, after a confirmation; nothing for keys that may not. */
export function GiveUpButton({ table, id, subject = 'this record' }: RetryButtonProps) {
  const account = useAccount()
  const [isOpen, { open, close }] = useDisclosure(false)
  const { mutate, isPending } = useChange(account, {
    send: (client, reason: string | undefined) => client.dropChanges(table, id, { reason }),
    onDone: () => notifications.show({ color: 'teal', title: 'Given up', message: null }),
    onRefused: notifyRefusal,
  })
  if (!allows(account, 'admin')) return null
  return (
    <>
      <Button
        variant="subtle"
        size="xs"
        loading={isPending}
        aria-label={`Give up: ${subject}`}
        onClick={open}
      >
        Give up …
      </Button>
      <ConfirmDialog
        title={`Give up the changes of ${subject}?`}
        isOpen={isOpen}
        onClose={close}
        cancelLabel="Keep them"
        confirmLabel="Give them up"
        isDangerous
        onConfirm={(reason) => mutate(reason)}
      >
        <Text size="sm">
          LAZI takes the values that ServiceTitan has. What was to be sent stays in the history of the record.
        </Text>
      </ConfirmDialog>
    </>
  )
}
