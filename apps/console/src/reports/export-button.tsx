import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { notifyRefusal } from '../components/feedback/notify-refusal.ts'
import { saveFile } from '../components/files/save-file.ts'
import { type ReadCsv, useCsv } from '../data/use-metrics.ts'
import { useAccount } from '../session/use-accounts.ts'

export interface ExportButtonProps {
  /** What is exported, in the name of the button and, in lower case, of the file. */
  readonly title: string
  /** What distinguishes the file from others, such as its days. */
  readonly suffix: string
  readonly read: ReadCsv
}

/** A button that saves the rows of a table as CSV, as a link cannot: requests name the tenant in a header. */
export function ExportButton({ title, suffix, read }: ExportButtonProps) {
  const name = `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${suffix}.csv`
  const csv = useCsv(useAccount(), {
    onFile: (file) => saveFile(name, file),
    onRefused: notifyRefusal,
  })
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<IconDownload size={14} aria-hidden />}
      loading={csv.isPending}
      onClick={() => csv.mutate(read)}
      aria-label={`Export CSV of ${title}`}
    >
      Export CSV
    </Button>
  )
}
