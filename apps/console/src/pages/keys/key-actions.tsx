import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import type { Key } from 'api/client'
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { notifyRefusal } from '../../components/feedback/notify-refusal.ts'
import { useRevokeKey } from '../../data/use-keys.ts'
import { useAccount } from '../../session/use-accounts.ts'

/** A button that revokes a key after a confirmation, unless it is revoked. */
export function KeyActions({ apiKey: { id, name, revokedAt } }: { readonly apiKey: Key }) {
  const account = useAccount()
  const [isConfirming, confirmation] = useDisclosure(false)
  const revoke = useRevokeKey(account, {
    onRevoked: () => notifications.show({ color: 'teal', title: `${name} is revoked`, message: null }),
    onRefused: notifyRefusal,
  })
  if (revokedAt !== null) return null
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        loading={revoke.isPending}
        onClick={confirmation.open}
        aria-label={`Revoke key ${id}`}
      >
        Revoke
      </Button>
      <ConfirmDialog
        title={`Revoke ${name} (key ${id})?`}
        isOpen={isConfirming}
        onClose={confirmation.close}
        cancelLabel="Keep it"
        confirmLabel="Revoke it"
        isDangerous
        onConfirm={(reason) => revoke.mutate({ id, reason })}
      >
        <Text size="sm">
          Requests with key {id}, and the sessions of it, are refused from then on. It cannot be made valid
          again.
        </Text>
        {id === account.keyId && (
          <Notice tone="warn" title="This is your own key">
            This browser is signed out, as is every other one that signed in with it.
          </Notice>
        )}
      </ConfirmDialog>
    </>
  )
}
