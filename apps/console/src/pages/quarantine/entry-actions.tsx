import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconRefresh, IconTrash } from '@tabler/icons-react'
import type { QuarantineEntry } from 'api/client'
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx'
import { allows } from '../../session/account.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { useSyncRequest } from '../../sync/use-sync-request.ts'
import { WaitNote } from '../../sync/wait-note.tsx'

/** Buttons that request the replay or the drop of a record, after a confirmation. The worker executes the request. */
export function EntryActions({ entry: { id, resource, recordKey } }: { readonly entry: QuarantineEntry }) {
  const account = useAccount()
  const replay = useSyncRequest(account, 'Replay')
  const drop = useSyncRequest(account, 'Drop')
  const [isReplaying, replaying] = useDisclosure(false)
  const [isDropping, dropping] = useDisclosure(false)
  const isAllowed = allows(account, 'admin')
  const waitsSince = replay.waitsSince ?? drop.waitsSince
  const isBusy = replay.isPending || drop.isPending
  const hint = isAllowed ? undefined : 'This needs a key with the scope admin'
  return (
    <Group gap="xs">
      <Button
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={replay.isPending}
        disabled={!isAllowed || isBusy}
        title={hint}
        onClick={replaying.open}
      >
        Replay
      </Button>
      <Button
        variant="default"
        leftSection={<IconTrash size={16} aria-hidden />}
        loading={drop.isPending}
        disabled={!isAllowed || isBusy}
        title={hint}
        onClick={dropping.open}
      >
        Drop
      </Button>
      {waitsSince !== null && <WaitNote since={waitsSince} heedsPause={false} />}
      <ConfirmDialog
        title="Replay this record?"
        isOpen={isReplaying}
        onClose={replaying.close}
        cancelLabel="Cancel"
        confirmLabel="Replay it"
        onConfirm={(reason) => replay.mutate((client) => client.replay(id, { reason }))}
      >
        <Text size="sm">
          {resource} {recordKey} is written again, as it was received.
        </Text>
      </ConfirmDialog>
      <ConfirmDialog
        title="Drop this record?"
        isOpen={isDropping}
        onClose={dropping.close}
        cancelLabel="Keep it"
        confirmLabel="Drop it"
        isDangerous
        onConfirm={(reason) => drop.mutate((client) => client.drop(id, { reason }))}
      >
        <Text size="sm">
          {resource} {recordKey} will not be retried until ServiceTitan changes it. Its payload stays in the
          list of resolved entries for 90 days.
        </Text>
      </ConfirmDialog>
    </Group>
  )
}
