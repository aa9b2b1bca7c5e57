import { Button, Group, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconRefresh, IconTrash } from '@tabler/icons-react'
import type { QuarantineEntry } from 'api/client'
import { allows } from '../../session/account.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { useSyncRequest } from '../../sync/use-sync-request.ts'
import { WaitNote } from '../../sync/wait-note.tsx'

/** Buttons that request the replay of a record, or its drop after a confirmation. The worker executes the request. */
export function EntryActions({ entry: { id, resource, recordKey } }: { readonly entry: QuarantineEntry }) {
  const account = useAccount()
  const replay = useSyncRequest(account, 'Replay')
  const drop = useSyncRequest(account, 'Drop')
  const [isConfirming, confirmation] = useDisclosure(false)
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
        onClick={() => replay.mutate((client) => client.replay(id))}
      >
        Replay
      </Button>
      <Button
        variant="default"
        leftSection={<IconTrash size={16} aria-hidden />}
        loading={drop.isPending}
        disabled={!isAllowed || isBusy}
        title={hint}
        onClick={confirmation.open}
      >
        Drop
      </Button>
      {waitsSince !== null && <WaitNote since={waitsSince} heedsPause={false} />}
      <Modal opened={isConfirming} onClose={confirmation.close} title="Drop this record?" centered>
        <Text size="sm">
          {resource} {recordKey} will not be retried until ServiceTitan changes it. Its payload stays in the
          list of resolved entries for 90 days.
        </Text>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={confirmation.close} data-autofocus>
            Keep it
          </Button>
          <Button
            color="red.8"
            onClick={() => {
              confirmation.close()
              drop.mutate((client) => client.drop(id))
            }}
          >
            Drop it
          </Button>
        </Group>
      </Modal>
    </Group>
  )
}
