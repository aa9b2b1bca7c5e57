import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useCheckpoint } from '../../data/use-audit.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { notifyRefusal } from '../../sync/notify-outcome.ts'
import { saveText } from './save-text.ts'

/** A button that saves the newest checkpoint as a file, as a link cannot: requests name the tenant in a header. */
export function DownloadCheckpoint() {
  const account = useAccount()
  const checkpoint = useCheckpoint(account, {
    onNote: (note) => saveText(`audit-checkpoint-${account.tenantId}-${sizeOf(note)}.txt`, note),
    onRefused: notifyRefusal,
  })
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload size={16} aria-hidden />}
      loading={checkpoint.isPending}
      onClick={() => checkpoint.mutate()}
    >
      Download checkpoint
    </Button>
  )
}

/** The number of sealed entries, which is the second line of a checkpoint. */
const sizeOf = (note: string) => note.split('\n')[1]
