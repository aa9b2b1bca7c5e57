import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { notifyRefusal } from '../../components/feedback/notify-refusal.ts'
import { saveFile } from '../../components/files/save-file.ts'
import { useCheckpoint } from '../../data/use-audit.ts'
import { useAccount } from '../../session/use-accounts.ts'

/** A button that saves the newest checkpoint as a file, as a link cannot: requests name the tenant in a header. */
export function DownloadCheckpoint() {
  const account = useAccount()
  const checkpoint = useCheckpoint(account, {
    onNote: (note) =>
      saveFile(
        `audit-checkpoint-${account.tenantId}-${sizeOf(note)}.txt`,
        new Blob([note], { type: 'text/plain' }),
      ),
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
